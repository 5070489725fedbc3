/** An installed etcdctl. */
export interface Etcdctl {
  readonly path: string;
  readonly version: string;
}

/**
 * Picks the installed etcdctl for a cluster's version. Prefers the nearest of the same minor version, since flags
 * and formats change only between minors; else the newest, which knows most. null when none is installed.
 */
export function etcdctlFor<T extends { readonly version: string }>(
  installed: readonly T[],
  version: string,
): T | null {
  const newestFirst = [...installed].sort((a, b) => compareVersions(b.version, a.version));
  const [, , wanted = 0] = numbersOf(version);
  const distance = (each: T) => Math.abs((numbersOf(each.version)[2] ?? 0) - wanted);
  const ofMinor = newestFirst.filter((each) => isSameMinor(each.version, version));
  return ofMinor.sort((a, b) => distance(a) - distance(b))[0] ?? newestFirst[0] ?? null;
}

export function isSameMinor(one: string, other: string): boolean {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  return a[0] === b[0] && a[1] === b[1];
}

/** Negative when `a` is older. Ignores anything after the numbers, as in 3.7.0-rc.1. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const at = [0, 1, 2].find((index) => left[index] !== right[index]);
  return at === undefined ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

function numbersOf(version: string): readonly number[] {
  return (/^\d+\.\d+(?:\.\d+)?/.exec(version)?.[0] ?? '').split('.').map(Number);
}
