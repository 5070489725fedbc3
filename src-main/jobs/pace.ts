/** How fast something grows, smoothed. Times are milliseconds of a clock that never goes back. */
export interface Pace {
  /** When counting began. */
  readonly since: number;
  /** When the latest count was taken. */
  readonly at: number;
  readonly done: number;
  /** When it last grew. */
  readonly grewAt: number;
  /** Weighted sum of units a millisecond, the latest weighing most; the weights add up to `weight`. */
  readonly mean: number;
  readonly weight: number;
}

/** Growth this old counts for about a third. Short enough to follow a change, long enough for a calm figure. */
const MEMORY_MS = 3000;
/** The first chunks come from buffers and say nothing about the pace. */
const TOO_SOON_MS = 500;
/** Work that has not grown for this long stands still. */
const STILL_MS = 10_000;

/** Starts counting, with nothing known about the time before. */
export function beginPace(at: number, done: number): Pace {
  return { since: at, at, done, grewAt: at, mean: 0, weight: 0 };
}

/** Takes another count. A smaller one means that the work starts over, and so does the pace. */
export function countAgain(pace: Pace, at: number, done: number): Pace {
  if (done < pace.done) return beginPace(at, done);
  const passed = at - pace.at;
  // Growth within the same instant is counted with the next one.
  if (passed <= 0) return pace;
  const kept = Math.exp(-passed / MEMORY_MS);
  const grew = done - pace.done;
  return {
    since: pace.since,
    at,
    done,
    grewAt: grew > 0 ? at : pace.grewAt,
    mean: pace.mean * kept + (grew / passed) * (1 - kept),
    weight: pace.weight * kept + (1 - kept),
  };
}

/** Units a second; null while it is too soon to tell, 0 when the work stands still. */
export function rateOf({ since, at, grewAt, mean, weight }: Pace): number | null {
  if (at - since < TOO_SOON_MS) return null;
  return at - grewAt >= STILL_MS ? 0 : (mean / weight) * 1000;
}

/** Milliseconds until `total` at that rate; null when the total or the rate is unknown, or nothing moves. */
export function leftMsOf(done: number, total: number | null, rate: number | null): number | null {
  if (total === null) return null;
  if (done >= total) return 0;
  return rate === null || rate === 0 ? null : Math.round(((total - done) / rate) * 1000);
}
