/**
 * The parts of a store that a test puts in its place, by their real types, to be written by the test:
 * `reactive<StorePart<typeof useConnection, 'ref'>>({ ref: null })`.
 */
export type StorePart<Use extends () => unknown, Keys extends keyof ReturnType<Use>> = {
  -readonly [K in Keys]: ReturnType<Use>[K];
};
