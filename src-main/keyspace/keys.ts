import type { Guard, PutResult, RemovePrefixResult, RemoveResult } from '@shared/contract/keys';
import type { ConnectionRef } from '@shared/contract/members';
import type { Disposable } from '../base/lifecycle';
import type { Log } from '../base/log';
import { type EtcdctlCommand, recorded, type Recorder } from '../base/recorder';
import type { EtcdClient } from '../etcd/client';
import * as edits from './edits';
import { type PutAction, getCommand, putCommand, removeCommand, removePrefixCommand } from './etcdctl';
import { etcdSource } from './etcd-source';
import { Keyspaces, type Lent } from './keyspaces';

export interface KeysOptions {
  /** NOT_FOUND for a connection that is not there. */
  readonly client: (connection: ConnectionRef) => EtcdClient;
  readonly recorder: Recorder;
  readonly log: Log;
  /** How long keys are kept that nobody looks at, milliseconds. */
  readonly lingerMs?: number;
}

/** Keys of any connection: looked at as a whole, and read and written one by one. Errors as in the contract. */
export class Keys implements Disposable {
  readonly #options: KeysOptions;
  readonly #keyspaces: Keyspaces;

  constructor(options: KeysOptions) {
    const { client, log, ...rest } = options;
    this.#options = options;
    this.#keyspaces = new Keyspaces({
      ...rest,
      log,
      source: (connection) => etcdSource(client(connection), log),
    });
  }

  /** All keys of a connection, until what is returned is disposed of, and a minute longer. */
  use(connection: ConnectionRef): Lent {
    return this.#keyspaces.use(connection);
  }

  get(connection: ConnectionRef, key: Uint8Array, revision: string | null, signal?: AbortSignal) {
    return this.#do(connection, getCommand(key, revision), (client) =>
      edits.get(client, key, revision, { ...(signal && { signal }) }),
    );
  }

  put(connection: ConnectionRef, action: PutAction): Promise<PutResult> {
    return this.#do(connection, putCommand(action), (client) => edits.put(client, action));
  }

  remove(connection: ConnectionRef, key: Uint8Array, guard: Guard): Promise<RemoveResult> {
    return this.#do(connection, removeCommand(key, guard), (client) => edits.remove(client, key, guard));
  }

  countPrefix(connection: ConnectionRef, prefix: Uint8Array, signal?: AbortSignal) {
    return edits.countPrefix(this.#options.client(connection), prefix, { ...(signal && { signal }) });
  }

  async removePrefix(
    connection: ConnectionRef,
    prefix: Uint8Array,
    confirmed: { readonly count: number; readonly revision: string },
  ): Promise<RemovePrefixResult> {
    const result = await edits.removePrefix(this.#options.client(connection), prefix, confirmed);
    const action = { connection, area: 'keys', command: removePrefixCommand(prefix) } as const;
    // What was not done is not noted: the command would do it.
    if (result.kind === 'removed') this.#options.recorder.record(action, null);
    return result;
  }

  /** Lets go of the keys of connections that are gone. */
  retain(isThere: (connection: ConnectionRef) => boolean): Promise<void> {
    return this.#keyspaces.retain(isThere);
  }

  dispose(): Promise<void> {
    return this.#keyspaces.dispose();
  }

  #do<T>(
    connection: ConnectionRef,
    command: EtcdctlCommand,
    run: (client: EtcdClient) => Promise<T>,
  ): Promise<T> {
    const client = this.#options.client(connection);
    return recorded(this.#options.recorder, { connection, area: 'keys', command }, () => run(client));
  }
}
