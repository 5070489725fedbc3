import { hexId } from '../etcd/ids';
import { type Asked, type Expiry, expectedAt, narrowed } from './expiry';
import { type AskState, nextCount } from './schedule';

/** A change of what is expected by less than this is not told: nobody could see it. Milliseconds. */
const SEEN_MS = 100;

/** What is known of one lease. Instants are those of the engine's clock, milliseconds. */
export class TrackedLease implements AskState {
  /** 16 digits, as etcdctl prints it. */
  readonly digits: string;
  askedAt: number | null = null;
  expiry: Expiry | null = null;
  /** Seconds. */
  grantedTtl: number | null = null;
  keys: number | 'denied' | null = null;
  /** When its keys are to be counted next, if it is in sight then. */
  countAt = -Infinity;

  constructor(
    readonly id: bigint,
    /** When etcd was last heard to have it. */
    public heardAt: number,
  ) {
    this.digits = hexId(id).padStart(16, '0');
  }

  /** Takes in what etcd said. Returns whether one would see a difference. */
  hear({ askedAt, answeredAt }: Asked, expiry: Expiry, grantedTtl: number | null): boolean {
    const before = this.expiry && expectedAt(this.expiry);
    const grantedBefore = this.grantedTtl;
    this.askedAt = askedAt;
    this.heardAt = answeredAt;
    this.expiry = narrowed(this.expiry, expiry);
    this.grantedTtl = grantedTtl ?? grantedBefore;
    const moved = before === null ? Infinity : Math.abs(expectedAt(this.expiry) - before);
    return moved > SEEN_MS || this.grantedTtl !== grantedBefore;
  }

  /** Takes in how many keys go with it. Returns whether that is a difference. */
  hearKeys(keys: number | 'denied', askedAt: number): boolean {
    const before = this.keys;
    this.keys = keys;
    this.countAt = nextCount(keys, askedAt);
    return keys !== before;
  }
}
