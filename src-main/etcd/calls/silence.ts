import type { Disposable } from '../../base/lifecycle';

/** The check interval, in milliseconds; the times below are rounded to it. */
const STEP_MS = 1000;
/** After this much silence the stream is asked for a sign of life; if none comes, its member is checked. */
const ASK_AFTER_MS = 2000;
const DOUBT_AFTER_MS = 3000;

/** What to do about a silent stream, which usually just has nothing to say. */
export interface SilenceOptions {
  /** Asks the other end for a sign of life. */
  readonly ask: () => void;
  /** Called when no sign came. */
  readonly doubt: () => void;
}

/** Notices when a stream is silent for longer than a healthy member would be. */
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

  /** Call this for each message of the stream. */
  heard(): void {
    this.#steps = 0;
  }

  dispose(): void {
    clearInterval(this.#timer);
  }
}
