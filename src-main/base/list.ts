import type { Disposable } from './lifecycle';

/**
 * A list in the engine that windows see a part of. Rows are addressed by index in `[0, length)`. `version` grows
 * with each change. `dropped` counts the rows that fell off the start of a bounded buffer.
 */
export interface ListSource<Row> extends Disposable {
  readonly length: number;
  readonly version: number;
  readonly dropped: number;
  /** Rows of `[from, to)`, clipped to the list. Cheap, because every scroll calls it. */
  rows(from: number, to: number): readonly Row[];
  /** Calls `listener` after each change, synchronously. */
  onChange(listener: () => void): Disposable;
}
