import { Failure } from '../base/failure';

/** Streams that one transport may have open at once. A window with all that it can show has a hundred. */
export const MOST_STREAMS = 1000;

/** The streams that are open on one transport. */
export class OpenStreams {
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /**
   * Counts one more until the result is called, which may be called again. Fails with TOO_MANY_STREAMS when so many are
   * open already.
   */
  add(): () => void {
    if (this.#count >= MOST_STREAMS) throw new Failure('TOO_MANY_STREAMS', { limit: MOST_STREAMS });
    this.#count++;
    let isOpen = true;
    return () => {
      if (isOpen) this.#count--;
      isOpen = false;
    };
  }
}

/** What each call is told of the transport that brought it. */
export interface CallContext {
  readonly streams: OpenStreams;
}

/** For a new transport. */
export function callContext(): { readonly context: CallContext } {
  return { context: { streams: new OpenStreams() } };
}
