/** A minor version of etcd: its data format changes with it. */
export interface Minor {
  readonly major: number;
  readonly minor: number;
}

/** The patch of each minor version from which an update to the next one is safe, by the next one. */
const LEAST_BEFORE: Readonly<Record<string, string>> = { '3.6': '3.5.26', '3.7': '3.6.11' };

/** `3.6.14`, `3.7.0-rc.0` or a distribution's `3.5.16+dfsg1`. Whoever prints more than this is no etcd. */
const WHOLE = /^\d{1,4}\.\d{1,4}\.\d{1,4}(?!\d)[\w.+~-]{0,60}$/;
const MINOR = /^(\d{1,4})\.(\d{1,4})(?!\d)/;

/** Whether the text is a whole version, such as `3.6.14`, and one that can be: of at most 80 characters. */
export function isVersion(text: string): boolean {
  return WHOLE.test(text);
}

/** As `isVersion`, or a minor version alone, such as `3.5`. */
export function isVersionOrMinor(text: string): boolean {
  return isVersion(text) || MINOR.exec(text)?.[0] === text;
}

/** Reads `3.6.14`, `3.5.12+ds1` or `3.5`; null when the text is not a version. */
export function minorOf(version: string): Minor | null {
  const [, major, minor] = MINOR.exec(version) ?? [];
  return major === undefined ? null : { major: Number(major), minor: Number(minor) };
}

/** Negative when `a` is the older minor version, 0 when both are the same, or one is not a version. */
export function compareMinors(a: string, b: string): number {
  const [left, right] = [minorOf(a), minorOf(b)];
  if (!left || !right) return 0;
  return left.major - right.major || left.minor - right.minor;
}

/** How data of one version gets to another. */
export type Update =
  /** `version` may have the data. */
  | { readonly kind: 'free' }
  /** etcd supports it, but advises to run these versions first, each or a later patch of it. */
  | { readonly kind: 'advised'; readonly first: readonly string[] }
  /** etcd moves up one minor version at a time: these come first, each or a later patch of it. */
  | { readonly kind: 'stepwise'; readonly first: readonly string[] }
  /** `version` is older than the data, which it may read wrongly and ruin. */
  | { readonly kind: 'older' };

/**
 * What etcd allows for data that `written` wrote: a whole version, or a minor one such as `3.5` when only that is
 * known; null for no data. A text that is not a version counts as free: let etcd decide.
 */
export function updateOf(written: string | null, version: string): Update {
  const [from, to] = [minorOf(written ?? ''), minorOf(version)];
  if (written === null || !from || !to) return { kind: 'free' };
  if (compareMinors(version, written) < 0) return { kind: 'older' };
  if (from.major !== to.major || from.minor === to.minor) return { kind: 'free' };
  const first: string[] = [];
  for (let minor = from.minor; minor < to.minor; minor++) {
    const name = `${from.major}.${minor}`;
    const least = LEAST_BEFORE[`${from.major}.${minor + 1}`];
    if (minor > from.minor) first.push(least ?? name);
    else if (least !== undefined && patchOf(written) < patchOf(least)) first.push(least);
  }
  if (to.minor - from.minor > 1) return { kind: 'stepwise', first };
  return first.length > 0 ? { kind: 'advised', first } : { kind: 'free' };
}

/** Infinite when the version has no patch: then nothing speaks against it. */
function patchOf(version: string): number {
  return Number(/^\d+\.\d+\.(\d+)/.exec(version)?.[1] ?? Number.POSITIVE_INFINITY);
}
