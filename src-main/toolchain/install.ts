import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArchiveReason } from '@shared/contract/reasons';
import { Failure } from '../base/failure';
import { PRIVATE_FOLDER } from '../base/private';
import type { JobReport } from '../jobs/running-job';
import { onDisk } from './disk';
import type { Network } from './download';
import { downloadFile, downloadText, isThere } from './download';
import type { Prober } from './probe';
import type { Release } from './release';
import { readSums } from './release';
import type { Target } from './target';
import { programName, unpack } from './unpack';

/** Folders with this prefix are incomplete. */
const STAGING = '.staging-';

export interface InstallOptions {
  readonly release: Release;
  readonly target: Target;
  /** The app's own folder; the release goes to `<folder>/<version>`. */
  readonly folder: string;
  /** Checksums by archive that apply whatever the release page says; see KNOWN_SUMS. */
  readonly knownSums: ReadonlyMap<string, string>;
  readonly network: Network;
  readonly prober: Prober;
}

/**
 * Downloads a release, checks it (checksum, names, architecture, in this order, then the version it prints) and
 * puts it in place with one rename; returns the path of its etcd. A failure or cancellation leaves nothing behind.
 * Throws RELEASE_NOT_FOUND, CHECKSUM_UNKNOWN, CHECKSUM_MISMATCH, DOWNLOAD_FAILED, ARCHIVE_UNUSABLE,
 * WRONG_ARCHITECTURE, ETCD_UNUSABLE, DISK_FULL, NOT_PERMITTED, CANCELLED.
 */
export async function installRelease(
  options: InstallOptions,
  { step, progress, signal }: JobReport<'installEtcd'>,
): Promise<string> {
  const { release, target, folder, network } = options;
  const home = join(folder, release.version.text);
  const path = join(home, programName('etcd', target));
  if (await works(options, home)) return path;
  const { host } = new URL(release.archiveUrl);
  step('checksums', { host });
  const expected = await rightSum(options, signal);
  await inStaging(folder, async (staging) => {
    const archive = join(staging, 'archive');
    step('downloading', { host });
    const report = (done: number, total: number | null) => progress({ done, total, unit: 'bytes' });
    const downloaded = await downloadFile(release.archiveUrl, archive, network, report, signal);
    if (!downloaded) throw notFound(release);
    step('verifying', {});
    if (downloaded.sha256 !== expected) throw mismatch(release, expected, downloaded.sha256);
    step('unpacking', {});
    const programs = join(staging, 'programs');
    await onDisk(folder, 'write', () => mkdir(programs));
    await unpack(archive, release, target, programs);
    throwIfCancelled(signal);
    step('installing', {});
    await checkVersion(options, programs);
    throwIfCancelled(signal);
    await putInPlace(programs, home, staging);
  });
  return path;
}

/** Renames a version out of sight, then deletes it. Throws NOT_PERMITTED. */
export async function removeVersion(folder: string, home: string): Promise<void> {
  await inStaging(folder, (staging) => onDisk(home, 'delete', () => rename(home, join(staging, 'removed'))));
}

/** Deletes leftovers of a crash. Must not run during an installation. Throws NOT_PERMITTED. */
export async function clearStaging(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(STAGING))) await discard(join(folder, name));
}

/** Runs `work` with a temporary folder on the file system of `folder`, and always deletes that folder. */
async function inStaging(folder: string, work: (staging: string) => Promise<void>): Promise<void> {
  const staging = await onDisk(folder, 'write', async () => {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    return mkdtemp(join(folder, STAGING));
  });
  try {
    await work(staging);
  } catch (error) {
    // The exact full folder is gone a moment later and would tell the user nothing.
    throw error instanceof Failure && error.code === 'DISK_FULL'
      ? new Failure('DISK_FULL', { path: folder }, { cause: error })
      : error;
  } finally {
    await discard(staging);
  }
}

function discard(path: string): Promise<void> {
  return onDisk(path, 'delete', () => rm(path, { recursive: true, force: true, maxRetries: 3 }));
}

/** The checksum that the archive must have; the known one and the release's own must agree. */
async function rightSum(
  { release, knownSums, network }: InstallOptions,
  signal: AbortSignal,
): Promise<string> {
  const { archive, sumsUrl, archiveUrl } = release;
  const text = await downloadText(sumsUrl, network, signal);
  const published = readSums(text ?? '').get(archive) ?? null;
  const known = knownSums.get(archive) ?? null;
  if (known !== null && published !== null && known !== published) throw mismatch(release, known, published);
  const sum = known ?? published;
  if (sum !== null) return sum;
  if (await isThere(archiveUrl, network, signal)) throw new Failure('CHECKSUM_UNKNOWN', { archive });
  throw notFound(release);
}

async function works({ release, target, prober }: InstallOptions, home: string): Promise<boolean> {
  const { version, problem } = await prober.probe(join(home, programName('etcd', target)));
  return version === release.version.text && problem === null;
}

/** Runs the new etcd for the first time. */
async function checkVersion({ release, target, prober }: InstallOptions, programs: string): Promise<void> {
  const { archive, version } = release;
  const { version: printed, problem } = await prober.probe(join(programs, programName('etcd', target)));
  if (printed === version.text) return;
  const known = problem?.code === 'ETCD_UNUSABLE' ? problem.data.reason : null;
  const reason: ArchiveReason =
    printed === null ? { kind: 'does-not-run', reason: known } : { kind: 'other-version', version: printed };
  throw new Failure('ARCHIVE_UNUSABLE', { archive, reason });
}

/** What is in its place does not work, otherwise nothing would have been downloaded. */
async function putInPlace(programs: string, home: string, staging: string): Promise<void> {
  await onDisk(home, 'write', async () => {
    await rename(home, join(staging, 'replaced')).catch(() => undefined);
    await rename(programs, home);
  });
}

function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Failure('CANCELLED', { action: 'download' });
}

function mismatch({ archive }: Release, expected: string, actual: string): Failure {
  return new Failure('CHECKSUM_MISMATCH', { archive, expected, actual });
}

function notFound({ version, archive, archiveUrl }: Release): Failure {
  return new Failure('RELEASE_NOT_FOUND', { version: version.text, archive, url: archiveUrl });
}
