/** Bounds of the refresh interval; the contract's own. Milliseconds. */
export const MIN_REFRESH_MS = 250;
export const MAX_REFRESH_MS = 60_000;

export function isRefresh(ms: number | null): ms is number {
  return ms !== null && Number.isInteger(ms) && ms >= MIN_REFRESH_MS && ms <= MAX_REFRESH_MS;
}
