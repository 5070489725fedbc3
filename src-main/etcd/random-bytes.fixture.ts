/** Repeatable randomness: a linear congruential generator with the constants of Numerical Recipes. */
export function randomBytes(seed: number) {
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
