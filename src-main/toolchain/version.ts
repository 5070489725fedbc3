import { isVersion } from '@shared/etcd/versions';
import { Failure } from '../base/failure';

/** An etcd version. `text` has no leading v. */
export interface Version {
  readonly text: string;
  readonly numbers: readonly [major: number, minor: number, patch: number];
  /** The part after the hyphen, such as ['rc', 0]; null for a release. */
  readonly pre: readonly [stage: string, number: number] | null;
}

/** The oldest supported etcd: the first with every field that the status table needs. */
export const MINIMUM_VERSION = '3.4.0';

const NUMBER = '(0|[1-9]\\d{0,3})';
const TYPED = new RegExp(`^v?(${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(alpha|beta|rc)\\.${NUMBER})?)$`);
const PRINTED = /^etcd Version: v?((\d+)\.(\d+)\.(\d+)(?:-([a-z]+)\.(\d+))?\S*)\s*$/m;

/** Parses a typed version, `3.6.14`, `v3.6.14` or `3.7.0-rc.0`; null for anything else. */
export function readVersion(typed: string): Version | null {
  return fromMatch(TYPED.exec(typed.trim()));
}

/** As `readVersion`, but throws VERSION_INVALID, or ETCD_TOO_OLD when it is older than supported. */
export function supportedVersion(typed: string): Version {
  const version = readVersion(typed);
  if (!version) throw new Failure('VERSION_INVALID', { version: typed });
  if (isTooOld(version))
    throw new Failure('ETCD_TOO_OLD', { version: version.text, minimum: MINIMUM_VERSION });
  return version;
}

/** Parses the output of `etcd --version`, including suffixes of distributions; null when it has no version. */
export function readPrintedVersion(output: string): Version | null {
  const version = fromMatch(PRINTED.exec(output));
  return version && isVersion(version.text) ? version : null;
}

/** Whether the version is unsupported. A pre-release of the minimum is too old. */
export function isTooOld(version: Version): boolean {
  const minimum = readVersion(MINIMUM_VERSION);
  return minimum !== null && compareVersions(version, minimum) < 0;
}

/** Negative when `a` is older, by the order of semantic versions: 3.7.0-rc.0 comes before 3.7.0. */
export function compareVersions(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) {
    const difference = a.numbers[index] - b.numbers[index];
    if (difference !== 0) return difference;
  }
  if (!a.pre || !b.pre) return Number(b.pre !== null) - Number(a.pre !== null);
  // alpha, beta and rc happen to sort alphabetically.
  return a.pre[0] === b.pre[0] ? a.pre[1] - b.pre[1] : a.pre[0] < b.pre[0] ? -1 : 1;
}

function fromMatch(match: RegExpExecArray | null): Version | null {
  if (!match) return null;
  const [, text = '', major, minor, patch, stage, number] = match;
  return {
    text,
    numbers: [Number(major), Number(minor), Number(patch)],
    pre: stage === undefined ? null : [stage, Number(number)],
  };
}
