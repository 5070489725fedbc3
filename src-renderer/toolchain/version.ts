/** A version as typed, without the "v" that release pages write before it; null when it is none. */
export function parseVersion(typed: string): string | null {
  const version = typed.trim().replace(/^v/i, '');
  return /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version) ? version : null;
}
