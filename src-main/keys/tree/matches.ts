import { compareBytes } from '@shared/bytes';
import type { Disposable } from '../../base/lifecycle';
import { DisposableStore } from '../../base/lifecycle';
import type { KeyEdit } from '../index/live-keys';
import { LiveKeys } from '../index/live-keys';
import { Slices } from '../../base/pace/slices';
import type { Needle } from './needle';

/** Chunks between two checks of the clock. */
const LOOK_EVERY = 8;

/**
 * The keys that contain what is sought, in a list that follows the original. A million keys are searched in slices of
 * a few milliseconds, during which the list grows.
 */
export class Matches implements Disposable {
  readonly hits = new LiveKeys();
  readonly #store = new DisposableStore();
  readonly #slices: Slices;
  /** Keys up to this one are searched; null before the first. */
  #until: Uint8Array | null = null;

  constructor(
    private readonly keys: LiveKeys,
    private readonly needle: Needle,
    /** Called after each slice of the search. */
    onProgress: () => void,
  ) {
    this.#slices = this.#store.add(
      new Slices((deadline) => {
        const done = this.#search(deadline);
        setImmediate(onProgress);
        return done;
      }),
    );
    this.#store.add(keys.onEdit((edit, key) => this.#edited(edit, key)));
    this.#store.add(keys.onChange(() => this.hits.tell()));
    this.#slices.start();
  }

  /** How many keys were searched. */
  get searched(): number {
    const { index } = this.keys;
    if (!this.#slices.busy) return index.size;
    return this.#until === null ? 0 : Math.min(index.rank(this.#until) + 1, index.size);
  }

  dispose(): Promise<void> {
    return this.#store.dispose();
  }

  #edited(edit: KeyEdit, key: Uint8Array): void {
    if (edit === 'delete') {
      this.hits.delete(key);
      return;
    }
    const seen = this.#until !== null && compareBytes(key, this.#until) <= 0;
    // The running search will find what lies ahead of it.
    if (this.#slices.busy && !seen) return;
    if (!seen) this.#until = new Uint8Array(key);
    if (this.needle.search(key)(0)) this.hits.insert(key);
  }

  #search(deadline: number): boolean {
    const { index } = this.keys;
    const first = index.chunkOf(this.#until === null ? 0 : index.rank(this.#until));
    let place = first;
    for (; place < index.chunks.length; place++) {
      if ((place - first) % LOOK_EVERY === LOOK_EVERY - 1 && performance.now() > deadline) break;
      const chunk = index.chunks[place];
      if (!chunk) break;
      const search = this.needle.search(chunk.bytes.subarray(0, chunk.size));
      for (let found = search(0); found;) {
        const at = chunk.keyAtOffset(found.from);
        const inOne = found.to <= chunk.end(at);
        if (inOne) this.hits.insert(chunk.view(at));
        found = search(inOne ? chunk.end(at) : found.from + 1);
      }
      this.#until = chunk.key(chunk.count - 1);
    }
    this.hits.tell();
    return place >= index.chunks.length;
  }
}
