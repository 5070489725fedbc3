import type { WatchResponse } from '../gen/watch_pb';
import type { Lineage } from '../links/lineage';

/**
 * Whether the responses of a member to one watch can be true. etcd sends the events of a watch in the order of their
 * revisions, none above the revision in the response's header. Events may begin below the watch's start: before 3.5.22,
 * those of a watch that starts in the future do. A compaction has no revision in its header; it is never above what the
 * cluster has reached.
 */
export class WatchOrder {
  readonly #lineage: Lineage;
  #last = 1n;
  #reached = 0n;

  constructor(lineage: Lineage) {
    this.#lineage = lineage;
  }

  /** Whether the next response can be true. */
  allows({ header, events, canceled, compactRevision }: WatchResponse): boolean {
    const { newest } = this.#lineage;
    const reached = header?.revision ?? 0n;
    if (reached < 0n) return false;
    if (reached > this.#reached) this.#reached = reached;
    if (canceled && compactRevision > (newest > this.#reached ? newest : this.#reached)) return false;
    for (const { kv } of events) {
      const revision = kv?.modRevision ?? 0n;
      if (revision < this.#last || revision > reached) return false;
      this.#last = revision;
    }
    return true;
  }
}
