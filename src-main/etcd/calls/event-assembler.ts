import type { Event } from '../gen/mvcc_pb';
import type { WatchResponse } from '../gen/watch_pb';

/**
 * Makes whole revisions of what a watch sends. A revision is handed out complete or not at all: when the watch breaks
 * off in the midst of one, `next` is still its number, and all of it comes again.
 */
export class EventAssembler {
  #next: bigint;
  #held: Event[] = [];
  #progress = 0n;

  /** `next` 0 is "from now on". */
  constructor(next: bigint) {
    this.#next = next;
  }

  /** The first revision of which nothing was handed out; 0 while "now" is not known. */
  get next(): bigint {
    return this.#next;
  }

  /** The watch was made: now is the revision that its member has reached. */
  created(revision: bigint): void {
    if (this.#next === 0n) this.#next = revision + 1n;
  }

  /** What lies before `revision` is gone, or was dealt with. */
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
   * Takes a response with events and returns those of revisions that are complete. The events of one revision may
   * come in several fragments; only the last response of such a series ends it.
   */
  take({ events, fragment }: WatchResponse): readonly Event[] {
    const fresh = events.filter((event) => revisionOf(event) >= this.#next);
    const [first] = fresh;
    // It had promised more than it had sent.
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
   * The member says that all up to `revision` was sent. Before 3.4.25 and 3.5.8 it could say so while events were
   * still under way (etcd issue 15220): so it is believed when it says it again and none has come in between.
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
