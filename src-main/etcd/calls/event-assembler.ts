import type { Event } from '../gen/mvcc_pb';
import type { WatchResponse } from '../gen/watch_pb';

/**
 * Assembles whole revisions from the events of a watch. It returns a revision completely or not at all: when the
 * watch breaks off in the middle of a revision, `next` is still that revision, and all of it is sent again.
 */
export class EventAssembler {
  #next: bigint;
  #held: Event[] = [];
  #progress = 0n;

  /** `next` 0 means "from now on". */
  constructor(next: bigint) {
    this.#next = next;
  }

  /** The first revision of which nothing was returned; 0 while "now" is not known. */
  get next(): bigint {
    return this.#next;
  }

  /** The watch was created: "now" is the revision that its member has reached. */
  created(revision: bigint): void {
    if (this.#next === 0n) this.#next = revision + 1n;
  }

  /** Everything before `revision` is gone or already handled. */
  skipTo(revision: bigint): void {
    this.#held = [];
    this.#next = revision;
  }

  /** The watch broke off. */
  cut(): void {
    this.#held = [];
    this.#progress = 0n;
  }

  /**
   * Takes a response with events and returns the events of complete revisions. The events of one revision may come
   * in several fragments; only the last response of such a series completes it.
   */
  take({ events, fragment }: WatchResponse): readonly Event[] {
    const fresh = events.filter((event) => revisionOf(event) >= this.#next);
    const [first] = fresh;
    // The member promised more than it sent.
    if (first && revisionOf(first) <= this.#progress) this.#progress = 0n;
    const all = this.#held.length === 0 ? fresh : [...this.#held, ...fresh];
    const last = all.at(-1);
    if (!last) return [];
    const open = revisionOf(last);
    const complete = fragment ? all.filter((event) => revisionOf(event) < open) : all;
    this.#held = fragment ? all.filter((event) => revisionOf(event) === open) : [];
    this.#next = fragment ? open : open + 1n;
    return complete;
  }

  /**
   * The member says that it sent everything up to `revision`. Before 3.4.25 and 3.5.8 it could say so while events
   * were still under way (etcd issue 15220), so this counts only when it says so again with no events in between.
   */
  progress(revision: bigint): void {
    if (this.#held.length > 0) return;
    if (this.#progress >= this.#next && this.#next > 0n) this.#next = this.#progress + 1n;
    this.#progress = revision;
  }
}

function revisionOf(event: Event): bigint {
  return event.kv?.modRevision ?? 0n;
}
