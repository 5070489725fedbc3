import type { Disposable } from './lifecycle';

/**
 * A list that lives in the engine and of which windows see a part. Rows are addressed by index in
 * `[0, length)`; `version` grows at each change; `dropped` counts what fell out of a bounded buffer before the
 * first row.
 */
export interface ListSource<Row> extends Disposable {
  readonly length: number;
  readonly version: number;
  readonly dropped: number;
  /** Rows of `[from, to)`, clipped to what is there. Cheap: called for every scroll. */
  rows(from: number, to: number): readonly Row[];
  /** Calls `listener` after each change, synchronously. */
  onChange(listener: () => void): Disposable;
}
