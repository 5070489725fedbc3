/** One line of a benchmark: `floor` is the bare cost of the same work in the same run, where there is one. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
}

/** Prints a figure as one JSON object; `ratio` is value to floor, null where there is no floor or it is 0. */
export function print({ name, value, unit, floor }: Figure): void {
  const ratio = floor === undefined || floor === 0 ? null : round(value / floor);
  process.stdout.write(
    `${JSON.stringify({ name, value: round(value), unit, floor: floor === undefined ? null : round(floor), ratio })}\n`,
  );
}

/** The middle of the values; of an even number of them, the upper middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error('no values to take the median of');
  return middle;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Asks every `everyMs` until `done` answers something else than null; fails after `withinMs`. */
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
