import { onTestFinished } from 'vitest';

/**
 * Gives `read` a million answers, half of them random bytes and half of them `whole` with a few bytes changed. Each must
 * be read or refused with an error that is no mistake of ours. Resolves to how many were read.
 */
export async function readMillion(whole: Uint8Array, read: (bytes: Uint8Array) => unknown): Promise<number> {
  // Half of the time goes into stack traces that nobody reads.
  const { stackTraceLimit } = Error;
  onTestFinished(() => void (Error.stackTraceLimit = stackTraceLimit));
  Error.stackTraceLimit = 0;
  const random = randomBytes(0x5eed);
  let count = 0;
  for (let at = 0; at < 1_000_000; at++) {
    try {
      await read(at % 2 === 0 ? random.bytes(random.below(48)) : random.mutated(whole));
      count++;
    } catch (error) {
      if (!(error instanceof Error) || error instanceof TypeError) throw error;
    }
  }
  return count;
}

/** Repeatable randomness: a linear congruential generator with the constants of Numerical Recipes. */
function randomBytes(seed: number) {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return {
    below,
    bytes: (length: number) => Uint8Array.from({ length }, () => below(256)),
    /** A copy with a few bytes changed, and sometimes its end cut off. */
    mutated: (whole: Uint8Array) => {
      const copy = whole.slice(0, below(4) === 0 ? below(whole.length) : whole.length);
      for (let times = below(4); times >= 0; times--) copy[below(copy.length)] = below(256);
      return copy;
    },
  };
}
