import type {
  AttachedQuery,
  LeasesQuery,
  LeasesStatus,
  LeaseState,
  RevokeResult,
} from '@shared/contract/leases';
import type { FailureValue } from '@shared/contract/failures';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import type { Log } from '../base/log';
import { PerConnection } from '../base/per-connection';
import { type EtcdctlCommand, type Recorder, recorded } from '../base/recorder';
import { hexId } from '../etcd/ids';
import { AttachedKeys } from './attached-keys';
import { ConnectionLeases } from './connection-leases';
import {
  detailsCommand,
  grantCommand,
  keepAliveCommand,
  keepAliveOnceCommand,
  listCommand,
  revokeCommand,
} from './etcdctl';
import { followedLease } from './followed-lease';
import { LeaseView } from './lease-view';
import type { LeaseSource } from './source';

export interface LeasesOptions {
  /** NOT_FOUND when the connection does not exist. */
  readonly source: (connection: ConnectionRef) => LeaseSource;
  readonly recorder: Recorder;
  readonly log: Log;
  /** Milliseconds, monotonic; for tests. */
  readonly clock?: () => number;
}

/** The leases of all connections, and the actions on them. IDs are hex, as in the contract. */
export class Leases implements Disposable {
  readonly #options: LeasesOptions;
  readonly #clock: () => number;
  readonly #leases: PerConnection<ConnectionLeases>;
  readonly #views = new Map<string, LeaseView>();

  constructor(options: LeasesOptions) {
    this.#options = options;
    this.#clock = options.clock ?? (() => performance.now());
    // Infinity, because leases must be kept alive even without a window.
    this.#leases = new PerConnection((connection) => this.#leasesOf(connection), Infinity);
  }

  /** The status; the leases are listed while it has listeners. */
  status(connection: ConnectionRef): Live<LeasesStatus> {
    return this.#of(connection).status;
  }

  /** A list of leases, known by its name until it is disposed of. */
  view({ connection, list, ...order }: LeasesQuery): LeaseView {
    const view = new LeaseView(this.#of(connection), order, () => {
      if (this.#views.get(list) === view) this.#views.delete(list);
    });
    this.#views.set(list, view);
    return view;
  }

  /** Declares that rows `[from, to)` of a list are in sight. Does nothing when the list is closed. */
  look(list: string, from: number, to: number): void {
    this.#views.get(list)?.look(from, to);
  }

  /** The row of a lease in a list; null when it is not there. */
  find(list: string, id: string): number | null {
    return this.#views.get(list)?.find(idOf(id)) ?? null;
  }

  /** The lease, kept up to date while it has listeners. */
  lease(connection: ConnectionRef, id: string): Live<LeaseState> {
    return followedLease(this.#of(connection), idOf(id));
  }

  /** LEASE_NOT_FOUND, PERMISSION_DENIED. */
  attached({ connection, id }: AttachedQuery, signal?: AbortSignal): Promise<AttachedKeys> {
    return this.#recorded(connection, detailsCommand(id), () =>
      AttachedKeys.open(this.#of(connection), idOf(id), signal),
    );
  }

  /** One call. For errors see the contract. */
  async grant(
    connection: ConnectionRef,
    { ttl, id }: { readonly ttl: number; readonly id: string | null },
    signal?: AbortSignal,
  ): Promise<{ id: string; ttl: number }> {
    const leases = this.#of(connection);
    const wanted = { ttl, id: id === null ? 0n : idOf(id) };
    const askedAt = this.#clock();
    const granted = await this.#recorded(connection, grantCommand(ttl, id), () =>
      leases.source.grant(wanted, signal),
    );
    leases.renewed(granted.id, granted.ttl, { askedAt, answeredAt: this.#clock() });
    return { id: hexId(granted.id), ttl: granted.ttl };
  }

  /** Renews once and returns the new TTL in seconds. LEASE_NOT_FOUND. */
  keepAliveOnce(connection: ConnectionRef, id: string, signal?: AbortSignal): Promise<number> {
    return this.#recorded(connection, keepAliveOnceCommand(id), () => this.#renew(connection, id, signal));
  }

  /** Renews the lease now and keeps renewing it. If the first renewal fails, throws and does not continue. */
  async keepAlive(connection: ConnectionRef, id: string, signal?: AbortSignal): Promise<void> {
    const renew = () => this.#renew(connection, id, signal);
    const ttl = await this.#recorded(connection, keepAliveCommand(id), renew);
    this.#of(connection).keepAlive(idOf(id), ttl);
  }

  stopKeepAlive(connection: ConnectionRef, id: string): void {
    this.#of(connection).stopKeepAlive(idOf(id));
  }

  /** The number of attached keys; null when the user may not read them all. LEASE_NOT_FOUND. */
  async countKeys(connection: ConnectionRef, id: string, signal?: AbortSignal): Promise<number | null> {
    try {
      const life = await this.#of(connection).source.timeToLive(idOf(id), { keys: true, signal });
      return life.keys.length;
    } catch (error) {
      if (error instanceof Failure && error.code === 'PERMISSION_DENIED') return null;
      throw error;
    }
  }

  /**
   * Revokes the lease, unless more keys than `confirmed` are attached. Keys attached at the last instant are
   * deleted, too.
   */
  async revoke(
    connection: ConnectionRef,
    id: string,
    confirmed: number | null,
    signal?: AbortSignal,
  ): Promise<RevokeResult> {
    const keys = confirmed === null ? null : await this.countKeys(connection, id, signal);
    if (keys !== null && keys > (confirmed ?? 0)) return { kind: 'changed', keys };
    const leases = this.#of(connection);
    await this.#recorded(connection, revokeCommand(id), () => leases.source.revoke(idOf(id), signal));
    leases.stopKeepAlive(idOf(id));
    leases.ended(idOf(id));
    return { kind: 'revoked' };
  }

  /** Disposes of the leases of connections that are gone. */
  retain(isThere: (connection: ConnectionRef) => boolean): Promise<void> {
    return this.#leases.retain(isThere);
  }

  dispose(): Promise<void> {
    return this.#leases.dispose();
  }

  async #renew(connection: ConnectionRef, id: string, signal?: AbortSignal): Promise<number> {
    const leases = this.#of(connection);
    const askedAt = this.#clock();
    try {
      const ttl = await leases.source.keepAlive(idOf(id), signal);
      leases.renewed(idOf(id), ttl, { askedAt, answeredAt: this.#clock() });
      return ttl;
    } catch (error) {
      if (error instanceof Failure && error.code === 'LEASE_NOT_FOUND') leases.ended(idOf(id));
      throw error;
    }
  }

  #recorded<T>(connection: ConnectionRef, command: EtcdctlCommand, run: () => Promise<T>): Promise<T> {
    return recorded(this.#options.recorder, { connection, area: 'leases', command }, run);
  }

  #of(connection: ConnectionRef): ConnectionLeases {
    return this.#leases.get(connection);
  }

  /** Opening the leases is recorded once, however often they are listed afterwards. */
  #leasesOf(connection: ConnectionRef): ConnectionLeases {
    const { source, recorder, log } = this.#options;
    const action = { connection, area: 'leases', command: listCommand } as const;
    const listed = (failure: FailureValue | null) => recorder.record(action, failure);
    return new ConnectionLeases(source(connection), this.#clock, listed, log);
  }
}

/** A signed 64-bit number, as in etcd. */
function idOf(hex: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${hex}`));
}
