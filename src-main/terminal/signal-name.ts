import { constants } from 'node:os';

/** Such as SIGHUP for 1; null for 0, which is none. */
export function signalName(number: number): string | null {
  if (number === 0) return null;
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `signal ${number}`;
}
