import type { Target } from './target';
import { targetText } from './target';
import type { Version } from './version';

/** The version offered by default. */
export const OFFERED_VERSION = '3.6.14';

/** Where etcd's project publishes; the environment variable QUORATE_RELEASE_BASE sets another place (a mirror). */
export const OFFICIAL_BASE = 'https://github.com/etcd-io/etcd/releases/download';

/**
 * SHA-256 by archive, as published with the offered version. They are checked in addition to the release's own
 * SHA256SUMS, to detect a release page or mirror that was tampered with, checksums included.
 */
export const KNOWN_SUMS: ReadonlyMap<string, string> = new Map([
  ['etcd-v3.6.14-linux-amd64.tar.gz', 'ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5'],
  ['etcd-v3.6.14-linux-arm64.tar.gz', 'fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e'],
  ['etcd-v3.6.14-darwin-amd64.zip', '17b8639cf303fee6c35958278d557263215a9a8f8c15fd89022b5aa67091b228'],
  ['etcd-v3.6.14-darwin-arm64.zip', 'fd154573a1f4c098c214d8233507d2766c43a164f7e339c0385aae71d9a1afaf'],
]);

/** The versions whose archive for `target` has a known checksum. For the others the release page alone vouches. */
export function pinnedVersions(target: Target, knownSums: ReadonlyMap<string, string>): string[] {
  return [...knownSums.keys()].flatMap((archive) => {
    const [, version, of] = /^etcd-v(\d+\.\d+\.\d+)-(\w+-\w+)\./.exec(archive) ?? [];
    return version !== undefined && of === targetText(target) ? [version] : [];
  });
}

/** Whether nobody on the way can change what is downloaded from there: it is encrypted, or does not leave the machine. */
export function isSafeBase({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** An official archive: its name, kind and addresses. */
export interface Release {
  readonly version: Version;
  readonly archive: string;
  readonly kind: 'tar.gz' | 'zip';
  readonly archiveUrl: string;
  readonly sumsUrl: string;
}

/** The archive of `version` for `target`, below `base` (an http or https address, with or without a last slash). */
export function releaseOf(version: Version, target: Target, base: string): Release {
  const kind = target.system === 'linux' ? 'tar.gz' : 'zip';
  const archive = `etcd-v${version.text}-${targetText(target)}.${kind}`;
  const folder = `${base.replace(/\/+$/, '')}/v${version.text}`;
  return {
    version,
    archive,
    kind,
    archiveUrl: `${folder}/${archive}`,
    sumsUrl: `${folder}/SHA256SUMS`,
  };
}

/** Parses the output of `sha256sum`: lower-case checksums by file name. Skips other lines. */
export function readSums(text: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([0-9a-fA-F]{64}) [ *](\S+)\s*$/.exec(line);
    if (match?.[1] && match[2]) sums.set(match[2], match[1].toLowerCase());
  }
  return sums;
}
