import type { Disposable } from '../../base/lifecycle';

/** Looked at so often; what follows is in steps of it. Milliseconds. */
const STEP_MS = 1000;
/** A stream that said nothing for so long is asked for a sign; its member is looked after when none comes. */
const ASK_AFTER_MS = 2000;
const DOUBT_AFTER_MS = 3000;

/** What to do about a stream that says nothing: most often there is nothing to say. */
export interface SilenceOptions {
  /** Asks the other end for a sign. */
  readonly ask: () => void;
  /** No sign came. */
  readonly doubt: () => void;
}

/** Notices that a stream is silent for longer than its member can be. */
export class Silence implements Disposable {
  readonly #timer: NodeJS.Timeout;
  #steps = 0;

  constructor({ ask, doubt }: SilenceOptions) {
    this.#timer = setInterval(() => {
      this.#steps++;
      const quietMs = this.#steps * STEP_MS;
      if (quietMs === ASK_AFTER_MS) ask();
      else if (quietMs >= DOUBT_AFTER_MS) doubt();
    }, STEP_MS);
  }

  /** The stream said something. */
  heard(): void {
    this.#steps = 0;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}
