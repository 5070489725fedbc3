import type { LeaseState } from '@shared/contract/leases';
import { type Disposable, toDisposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import type { ConnectionLeases } from './connection-leases';
import { expectedAt } from './expiry';
import type { LeaseBook } from './lease-book';
import { rowOf } from './row';

/** One lease, kept up to date while it has listeners, which are called only when the lease itself changes. */
export function followedLease(leases: ConnectionLeases, id: bigint): Live<LeaseState> {
  let following: LeaseBook | null = null;
  let wasHere = false;

  const value = (): LeaseState => {
    const lease = following?.leases.get(id);
    if (!lease) return { kind: wasHere || following?.phase.value.kind === 'live' ? 'gone' : 'loading' };
    wasHere = true;
    return { kind: 'here', row: rowOf(lease, leases.keepAliveOf(id), leases.clock()) };
  };
  /** Everything visible about it except its countdown. */
  const look = (): string => {
    const lease = following?.leases.get(id);
    if (!lease) return value().kind;
    const end = lease.expiry && expectedAt(lease.expiry);
    return JSON.stringify([end, lease.grantedTtl, lease.keys, leases.keepAliveOf(id)]);
  };

  return {
    get value() {
      return value();
    },
    onChange: (listener): Disposable => {
      const held = leases.hold();
      following = held.book;
      const viewer = {};
      held.book.look(viewer, [id]);
      let seen = look();
      const told = leases.onChange(() => {
        const now = look();
        if (now === seen) return;
        seen = now;
        listener();
      });
      return toDisposable(() => {
        void told.dispose();
        held.book.look(viewer, []);
        void held.dispose();
      });
    },
  };
}
