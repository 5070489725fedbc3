/** A typed version, without the "v" that release pages put before it; null when it is not a version. */
export function parseVersion(typed: string): string | null {
  const version = typed.trim().replace(/^v/i, '');
  return /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(version) ? version : null;
}
