import { hexId } from '../etcd/ids';
import { type Asked, type Expiry, expectedAt, narrowed } from './expiry';
import { type AskState, nextCount } from './schedule';

/** A smaller change of the expected end is not reported, because nobody could see it. Milliseconds. */
const SEEN_MS = 100;

/** What is known about one lease. Instants are on the engine's clock, in milliseconds. */
export class TrackedLease implements AskState {
  /** 16 digits, as etcdctl prints it. */
  readonly digits: string;
  askedAt: number | null = null;
  expiry: Expiry | null = null;
  /** Seconds. */
  grantedTtl: number | null = null;
  keys: number | 'denied' | null = null;
  /** When to count its keys next, if it is in sight then. */
  countAt = -Infinity;

  constructor(
    readonly id: bigint,
    /** When etcd last confirmed that it exists. */
    public heardAt: number,
  ) {
    this.digits = hexId(id).padStart(16, '0');
  }

  /** Applies etcd's answer. Returns whether the change is visible. */
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

  /** Applies the number of attached keys. Returns whether it changed. */
  hearKeys(keys: number | 'denied', askedAt: number): boolean {
    const before = this.keys;
    this.keys = keys;
    this.countAt = nextCount(keys, askedAt);
    return keys !== before;
  }
}
