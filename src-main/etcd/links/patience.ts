/** Answers that are remembered: the fastest of them tells the round trip, without what a busy member adds. */
const REMEMBERED = 8;
/** Round trips until a first answer: TCP, TLS (two in version 1.2), the settings of HTTP/2, and the call itself. */
const TO_FIRST_ANSWER = 5;

/**
 * How long an endpoint may take before something is wrong. Limits for fast links grow with the round trip that was
 * measured on this one, so that slow is not taken for dead.
 */
export class Patience {
  #answers: readonly number[] = [];
  readonly #assumedMs: number;

  /** `assumedMs`: the round trip to reckon with until one was measured. */
  constructor(assumedMs = 0) {
    this.#assumedMs = assumedMs;
  }

  /** The round trip, in milliseconds. */
  get roundTripMs(): number {
    return this.#answers.length === 0 ? this.#assumedMs : Math.min(...this.#answers);
  }

  /** An answer came this long after its call, in milliseconds. */
  heard(tookMs: number): void {
    this.#answers = [...this.#answers.slice(1 - REMEMBERED), tookMs];
  }

  /** The limit for an answer, over a connection that may have to be made first; `fastMs` for a link without delay. */
  answerMs(fastMs: number): number {
    return fastMs + TO_FIRST_ANSWER * this.roundTripMs;
  }

  /** The limit for a call that may have to be tried twice. */
  callMs(fastMs: number): number {
    return fastMs + 2 * TO_FIRST_ANSWER * this.roundTripMs;
  }
}
