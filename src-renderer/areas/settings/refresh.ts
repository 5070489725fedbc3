/** Limits of the refresh interval, from the contract. Milliseconds. */
export const MIN_REFRESH_MS = 250;
export const MAX_REFRESH_MS = 60_000;

export function isRefresh(ms: number | null): ms is number {
  return ms !== null && Number.isInteger(ms) && ms >= MIN_REFRESH_MS && ms <= MAX_REFRESH_MS;
}
