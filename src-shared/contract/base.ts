import { eventIterator, oc } from '@orpc/contract';
import * as v from 'valibot';
import { failures } from './failures';

type Errors = { [C in keyof typeof failures]: { data: (typeof failures)[C] } };
const errors = Object.fromEntries(
  Object.entries(failures).map(([code, data]) => [code, { data }]),
) as unknown as Errors;

/** Every procedure can fail with any expected failure, and with nothing else that the user could fix. */
export const procedure = oc.errors(errors);

/**
 * A procedure that follows a small state: it yields the whole state at once, then again after each change, at
 * most 20 times a second, and 10 times while the changes last. This is the one way to stream; large data goes
 * through `list`.
 */
export function live<I extends v.GenericSchema, O extends v.GenericSchema>(input: I, state: O) {
  return procedure.input(input).output(eventIterator<v.InferInput<O>, v.InferOutput<O>>(state));
}

/**
 * What a window on a list receives at each change: the view to read, its length, its version (grows with each
 * change), and how many rows fell off the start of the bounded buffer.
 */
export const listSignal = v.object({
  view: v.string(),
  length: v.number(),
  version: v.number(),
  dropped: v.number(),
});
export type ListSignal = v.InferOutput<typeof listSignal>;

/** Maximum rows of one call: a few screens. */
export const MAX_ROWS = 500;

/**
 * A window on a list in the engine. `open` makes a view and follows it; the view is disposed of when the stream
 * ends. `rows(view, from, to)` reads `[from, to)`, clipped to the list.
 */
export function list<Q extends v.GenericSchema, R extends v.GenericSchema>(query: Q, row: R) {
  const index = v.pipe(v.number(), v.integer(), v.minValue(0));
  return {
    open: live(query, listSignal),
    rows: procedure
      .input(v.object({ view: v.string(), from: index, to: index }))
      .output(v.object({ from: v.number(), version: v.number(), dropped: v.number(), rows: v.array(row) })),
  };
}
