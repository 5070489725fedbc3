import { isDeepStrictEqual } from 'node:util';
import type { MembersState } from '@shared/contract/members';
import type { Disposable } from '../base/lifecycle';
import type { Log } from '../base/log';
import { EtcdClient } from '../etcd/links/client';
import { type Credentials, openCredentials } from '../etcd/links/credentials';
import { Lineage } from '../etcd/links/lineage';
import { ObservedMembers } from './observed-members';
import type { ConnectionRecord } from './records';

export interface RemoteOptions {
  /** Gets the password of the record's user when it is needed. */
  readonly password: (record: ConnectionRecord) => Promise<string>;
  readonly intervalMs: () => number;
  readonly log: Log;
}

/** A connection in use. Its client and its members are created at first use. */
export class Remote implements Disposable {
  readonly #options: RemoteOptions;
  /** Shared by client and members: what one of them sees, the other knows. */
  readonly #lineage = new Lineage();
  #record: ConnectionRecord;
  #client: EtcdClient | null = null;
  #members: ObservedMembers | null = null;

  constructor(record: ConnectionRecord, options: RemoteOptions) {
    this.#record = record;
    this.#options = options;
    this.#lineage.keep(record.endpoints);
  }

  get record(): ConnectionRecord {
    return this.#record;
  }

  /** CERTIFICATE_UNREADABLE, CERTIFICATE_KEY_MISMATCH. */
  get client(): EtcdClient {
    const { endpoints } = this.#record;
    this.#client ??= new EtcdClient({
      endpoints,
      credentials: this.#credentials(),
      leaderLost: () => this.#members?.leaderLost ?? false,
      log: this.#options.log,
    });
    return this.#client;
  }

  /** CERTIFICATE_UNREADABLE, CERTIFICATE_KEY_MISMATCH. */
  get members(): ObservedMembers {
    const { intervalMs, log } = this.#options;
    const { endpoints } = this.#record;
    this.#members ??= new ObservedMembers({ endpoints, credentials: this.#credentials(), intervalMs, log });
    return this.#members;
  }

  /** What is known of its members now. */
  get seen(): MembersState | null {
    return this.#members?.state.value ?? null;
  }

  /**
   * Applies a changed record. Users of the connection continue with the new settings; a new name alone does not
   * reconnect.
   */
  change(record: ConnectionRecord, passwordChanged: boolean): void {
    const before = this.#record;
    this.#record = record;
    if (!passwordChanged && isDeepStrictEqual(whatConnects(before), whatConnects(record))) return;
    const { endpoints } = record;
    this.#lineage.restart(endpoints);
    this.#client?.reconnect({ endpoints, credentials: this.#credentials() });
    this.#members?.reconnect({ endpoints, credentials: this.#credentials() });
  }

  dispose(): void {
    this.#client?.dispose();
    this.#members?.dispose();
  }

  #credentials(): Credentials {
    const record = this.#record;
    const { user, tls, roundTripMs } = record;
    const password = () => this.#options.password(record);
    const identity = user === null ? null : { name: user, password };
    return openCredentials({ user: identity, tls, roundTripMs, lineage: this.#lineage });
  }
}

function whatConnects({ endpoints, user, tls, roundTripMs }: ConnectionRecord): unknown {
  return { endpoints, user, tls, roundTripMs };
}
