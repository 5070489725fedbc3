import { constants } from 'node:os';

/** The name of a signal, such as SIGHUP for 1; null for 0, which means no signal. */
export function signalName(number: number): string | null {
  if (number === 0) return null;
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found?.[0] ?? `signal ${number}`;
}
