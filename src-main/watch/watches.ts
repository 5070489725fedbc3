import { randomUUID } from 'node:crypto';
import { MAX_WATCHES, type WatchesState, type WatchRange } from '@shared/contract/watch';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { Listeners } from '../base/listeners';
import { type Live, pause } from '../base/live';
import { type Recorder, recorded } from '../base/recorder';
import { watchCommand } from './etcdctl';
import type { OpenFeed } from './feed';
import { LoggedWatch } from './logged-watch';
import { keyRangeOf } from './range';
import type { KeyRange } from '@shared/contract/keys';

/** What watches need from a connection. */
export interface WatchSource {
  readonly open: OpenFeed;
  /**
   * The first revision of a watch that should begin at `from`, or now (null), as confirmed by the cluster.
   * REVISION_COMPACTED, REVISION_FUTURE, PERMISSION_DENIED.
   */
  beginning(range: KeyRange, from: bigint | null, signal?: AbortSignal): Promise<bigint>;
}

export interface WatchesOptions {
  /** NOT_FOUND when the connection does not exist. */
  readonly source: (connection: ConnectionRef) => WatchSource;
  readonly recorder: Recorder;
}

/** A watch that no member has accepted within this time, in milliseconds, is shown anyway and keeps trying. */
const TAKEN_WITHIN_MS = 2000;

interface Held {
  readonly connection: ConnectionRef;
  readonly watch: LoggedWatch;
}

/** The watches of all connections, until they are stopped or their connection is gone. */
export class Watches implements Disposable {
  readonly #options: WatchesOptions;
  readonly #held = new Map<string, Held>();
  readonly #listeners = new Listeners();

  constructor(options: WatchesOptions) {
    this.#options = options;
  }

  /** The state of a connection's watches, oldest first. */
  state(connection: ConnectionRef): Live<WatchesState> {
    const value = () => ({ watches: this.#of(connection).map(({ watch }) => watch.info) });
    return {
      get value() {
        return value();
      },
      onChange: (listener) => this.#listeners.add(listener),
    };
  }

  /**
   * Starts a watch; returns its ID when a member has accepted it, or after two seconds. For errors see the
   * contract.
   */
  start(
    connection: ConnectionRef,
    range: WatchRange,
    from: string | null,
    signal?: AbortSignal,
  ): Promise<string> {
    const run = () => this.#start(connection, range, from, signal);
    const command = watchCommand(range, from);
    return recorded(this.#options.recorder, { connection, area: 'watch', command }, run);
  }

  /** NOT_FOUND when it was stopped. */
  get(id: string): LoggedWatch {
    const held = this.#held.get(id);
    if (!held) throw new Failure('NOT_FOUND', { what: 'watch', name: id });
    return held.watch;
  }

  /** Stops a watch and discards its log; does nothing when it is gone. */
  async stop(id: string): Promise<void> {
    const held = this.#held.get(id);
    if (!held) return;
    this.#held.delete(id);
    this.#changed();
    await held.watch.dispose();
  }

  /** Stops the watches of connections that are gone. */
  async retain(isThere: (connection: ConnectionRef) => boolean): Promise<void> {
    const gone = [...this.#held].filter(([, { connection }]) => !isThere(connection));
    await Promise.all(gone.map(([id]) => this.stop(id)));
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((id) => this.stop(id)));
    this.#listeners.clear();
  }

  async #start(
    connection: ConnectionRef,
    range: WatchRange,
    from: string | null,
    signal?: AbortSignal,
  ): Promise<string> {
    const limit = () => {
      if (this.#of(connection).length >= MAX_WATCHES)
        throw new Failure('TOO_MANY_WATCHES', { limit: MAX_WATCHES });
    };
    limit();
    const source = this.#options.source(connection);
    const asked = from === null ? null : BigInt(from);
    const first = await source.beginning(keyRangeOf(range), asked, signal);
    limit();
    const id = randomUUID();
    const watch = new LoggedWatch({
      id,
      range,
      from: first,
      open: source.open,
      changed: () => this.#changed(),
    });
    const refused = await Promise.race([watch.taken, pause(TAKEN_WITHIN_MS, signal)]);
    if (refused || signal?.aborted) {
      await watch.dispose();
      throw refused ? new Failure(refused.code, refused.data) : new Failure('CANCELLED', { action: 'watch' });
    }
    try {
      // The connection may have been removed meanwhile, before this watch could be stopped with it.
      this.#options.source(connection);
    } catch (error) {
      await watch.dispose();
      throw error;
    }
    this.#held.set(id, { connection, watch });
    this.#changed();
    return id;
  }

  #of(connection: ConnectionRef): readonly Held[] {
    return [...this.#held.values()].filter((held) => isSame(held.connection, connection));
  }

  #changed(): void {
    this.#listeners.tell();
  }
}

function isSame(some: ConnectionRef, other: ConnectionRef): boolean {
  return JSON.stringify(some) === JSON.stringify(other);
}
