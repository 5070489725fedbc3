/**
 * Polls until `condition` returns something other than null, undefined or false, and returns that. Throws after
 * `deadlineMs`, with `what` and the last error of `condition`.
 */
export async function until<T>(
  what: string | (() => string),
  condition: () => T | Promise<T>,
  { deadlineMs = 20_000, everyMs = 20 }: { deadlineMs?: number; everyMs?: number } = {},
): Promise<Exclude<T, null | undefined | false>> {
  const deadline = performance.now() + deadlineMs;
  let last: unknown = null;
  // The last check starts after the deadline, so that a process that was held up gets one, too.
  for (let late = false; !late;) {
    late = performance.now() >= deadline;
    try {
      const value = await condition();
      if (isThere(value)) return value;
      last = null;
    } catch (error) {
      last = error;
    }
    if (!late) await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  throw new Error(`Not within ${deadlineMs} ms: ${typeof what === 'string' ? what : what()}`, {
    cause: last,
  });
}

function isThere<T>(value: T): value is Exclude<T, null | undefined | false> {
  return value !== null && value !== undefined && value !== false;
}
