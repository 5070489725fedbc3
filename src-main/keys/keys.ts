import { prefixEnd, toText } from '@shared/bytes';
import type {
  Guard,
  KeyFolder,
  KeyRange,
  PutResult,
  RemovePrefixResult,
  RemoveResult,
} from '@shared/contract/keys';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { Disposable } from '../base/lifecycle';
import type { Log } from '../base/log';
import { PerConnection } from '../base/per-connection';
import { type EtcdctlCommand, recorded, type Recorder } from '../base/recorder';
import type { Lent } from '../base/shared';
import type { EtcdClient } from '../etcd/links/client';
import { namingPermitted } from '../etcd/calls/grants';
import type { Jobs } from '../jobs/jobs';
import * as edits from './edits';
import {
  type PutAction,
  countPrefixCommand,
  getCommand,
  listCommands,
  putCommand,
  removeCommand,
  removePrefixCommand,
} from './etcdctl';
import { some } from './folder';
import { etcdSource } from './source/etcd-source';
import { Keyspace } from './keyspace';
import { type PrefixRemoval, removeInBatches } from './prefix-removal';

export interface KeysOptions {
  /** NOT_FOUND when the connection does not exist. */
  readonly client: (connection: ConnectionRef) => EtcdClient;
  readonly recorder: Recorder;
  readonly jobs: Pick<Jobs, 'run'>;
  readonly log: Log;
  /** How long keys are kept without users, in milliseconds. */
  readonly lingerMs?: number;
}

/** A window that reloads, or comes back to the area, finds the keys unchanged. Milliseconds. */
const LINGER_MS = 60_000;

/** A key as it is now, or as it was at `revision`. */
interface WantedKey {
  readonly key: Uint8Array;
  readonly revision: string | null;
}

/**
 * The keys of all connections: the whole keyspace, and reads and writes of single keys. For errors see the
 * contract.
 */
export class Keys implements Disposable {
  readonly #options: KeysOptions;
  readonly #keyspaces: PerConnection<Keyspace>;

  constructor(options: KeysOptions) {
    const { client, log, lingerMs = LINGER_MS } = options;
    this.#options = options;
    this.#keyspaces = new PerConnection(
      (connection) => new Keyspace(etcdSource(client(connection), log), log),
      lingerMs,
    );
  }

  /** All keys of a connection, kept until a minute after the result is disposed of. */
  use(connection: ConnectionRef): Lent<Keyspace> {
    return this.#keyspaces.hold(connection);
  }

  /** Lists all keys again for all users, including the ranges that the user may read. Recorded when it has ended. */
  async reload(connection: ConnectionRef): Promise<void> {
    const lent = this.use(connection);
    const { status } = lent.value;
    lent.value.reload();
    const listing = status.onChange(() => {
      const { phase, scope } = status.value;
      if (phase.kind === 'loading') return;
      void listing.dispose();
      const failure = phase.kind === 'failed' ? phase.failure : null;
      for (const command of listCommands(scope))
        this.#options.recorder.record({ connection, area: 'keys', command }, failure);
    });
    await lent.dispose();
  }

  get(connection: ConnectionRef, { key, revision }: WantedKey, signal?: AbortSignal) {
    return this.#do(connection, { command: getCommand(key, revision), on: one(key) }, (client) =>
      edits.get(client, key, revision, { log: this.#options.log, ...(signal && { signal }) }),
    );
  }

  /** Reads a key for a window that refreshes it by itself; not recorded, because no user asked for it. */
  refresh(connection: ConnectionRef, { key, revision }: WantedKey, signal?: AbortSignal) {
    const { log } = this.#options;
    const client = this.#options.client(connection);
    return namingPermitted(client, one(key), () =>
      edits.get(client, key, revision, { log, ...(signal && { signal }) }),
    );
  }

  /** Whether a key still has that mod revision; not recorded. */
  isAt(connection: ConnectionRef, key: Uint8Array, modRevision: string, signal?: AbortSignal) {
    return edits.isAt(this.#options.client(connection), key, modRevision, { ...(signal && { signal }) });
  }

  put(connection: ConnectionRef, action: PutAction): Promise<PutResult> {
    return this.#do(connection, { command: putCommand(action), on: one(action.key) }, (client) =>
      edits.put(client, action),
    );
  }

  remove(connection: ConnectionRef, key: Uint8Array, guard: Guard): Promise<RemoveResult> {
    return this.#do(connection, { command: removeCommand(key, guard), on: one(key) }, (client) =>
      edits.remove(client, key, guard),
    );
  }

  countPrefix(connection: ConnectionRef, folder: KeyFolder, signal?: AbortSignal) {
    return this.#do(connection, { command: countPrefixCommand(folder), on: whole(folder) }, (client) =>
      edits.countPrefix(client, folder, { ...(signal && { signal }) }),
    );
  }

  removePrefix(
    connection: ConnectionRef,
    folder: KeyFolder,
    confirmed: { readonly count: number; readonly revision: string },
  ): Promise<RemovePrefixResult> {
    return this.#do(
      connection,
      { command: removePrefixCommand(folder), on: whole(folder) },
      (client) => edits.removePrefix(client, folder, confirmed),
      ({ kind }) => kind === 'removed',
    );
  }

  /** Starts the job and returns its ID. KEY_EMPTY. */
  removePrefixInBatches(connection: ConnectionRef, removal: PrefixRemoval): string {
    const { prefix, confirmed, scope } = removal;
    some(prefix);
    const client = this.#options.client(connection);
    const action = { connection, area: 'keys', command: removePrefixCommand(removal) } as const;
    const { id } = this.#options.jobs.run({
      kind: 'removePrefix',
      about: { prefix: toText(prefix) },
      connection,
      work: ({ signal, step, progress }) => {
        step(scope === 'all' ? 'removingAll' : 'removingExisting', {});
        const deleted = (done: number) =>
          progress({ done, total: Math.max(done, confirmed.count), unit: 'keys' });
        return recorded(this.#options.recorder, action, async () => {
          const run = () => removeInBatches(client, removal, { signal, deleted });
          const { deleted: all, left } = await namingPermitted(client, whole(removal), run);
          return { deleted: all, count: left };
        });
      },
    });
    return id;
  }

  /** Disposes of the keys of connections that are gone. */
  retain(isThere: (connection: ConnectionRef) => boolean): Promise<void> {
    return this.#keyspaces.retain(isThere);
  }

  dispose(): Promise<void> {
    return this.#keyspaces.dispose();
  }

  #do<T>(
    connection: ConnectionRef,
    { command, on }: { readonly command: EtcdctlCommand; readonly on: KeyRange },
    run: (client: EtcdClient) => Promise<T>,
    isDone?: (result: T) => boolean,
  ): Promise<T> {
    const client = this.#options.client(connection);
    const named = () => namingPermitted(client, on, () => run(client));
    return recorded(this.#options.recorder, { connection, area: 'keys', command }, named, isDone);
  }
}

function one(key: Uint8Array): KeyRange {
  return { key, rangeEnd: new Uint8Array(0) };
}

function whole({ prefix }: KeyFolder): KeyRange {
  return { key: prefix, rangeEnd: prefixEnd(prefix) };
}
