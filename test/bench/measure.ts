/** One line of a benchmark. `floor` is the bare cost of the same work in the same run, if measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
}

/** Prints a figure as one JSON object; `ratio` is value to floor, null without a floor or when it is 0. */
export function print({ name, value, unit, floor }: Figure): void {
  const ratio = floor === undefined || floor === 0 ? null : round(value / floor);
  process.stdout.write(
    `${JSON.stringify({ name, value: round(value), unit, floor: floor === undefined ? null : round(floor), ratio })}\n`,
  );
}

/** The median; for an even number of values, the upper middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no values to take the median of');
  return middle;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Polls every `everyMs` until `done` returns something other than null; fails after `withinMs`. */
export async function until<T>(
  done: () => Promise<T | null> | T | null,
  withinMs: number,
  everyMs = 5,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const result = await done();
    if (result !== null) return result;
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Milliseconds since 1970 with the clock's full resolution: comparable between processes of one machine. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now();
}
