import { once } from 'node:events';
import { constants, createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar';
import type { Entry } from 'yauzl';
import { openPromise } from 'yauzl';
import type { ArchiveReason } from '@shared/contract/reasons';
import { errorText, Failure } from '../base/failure';
import { diskFailure } from './disk';
import { headerOf, wrongArchitecture } from './probe';
import type { Release } from './release';
import type { Target } from './target';
import { sameTarget } from './target';

/** The programs taken from an archive; before 3.5 there is no etcdutl. */
const PROGRAMS = ['etcd', 'etcdctl', 'etcdutl'];
/** etcd 3.7 is 25 MB unpacked. */
const MAX_PROGRAM_BYTES = 256 * 1024 * 1024;
/** A release, unpacked; 3.7's has 80 MB. */
const MAX_BYTES = 1024 * 1024 * 1024;
/** A compiled program shrinks to about a third; a file that shrinks to a hundredth is not a program. */
const MAX_RATIO = 100;

/**
 * Extracts etcd, etcdctl and etcdutl from an archive into `folder`, which must exist and be empty, and checks from
 * their headers that they are for `target`. Runs nothing, and writes nothing outside `folder`; after a failure the
 * caller deletes what is in it. Throws ARCHIVE_UNUSABLE, WRONG_ARCHITECTURE, DISK_FULL, NOT_PERMITTED.
 */
export async function unpack(
  archive: string,
  release: Release,
  target: Target,
  folder: string,
): Promise<void> {
  const wanted = PROGRAMS.map((name) => programName(name, target));
  try {
    const taken =
      release.kind === 'zip' ? await unzip(archive, wanted, folder) : await untar(archive, wanted, folder);
    const [etcd = ''] = wanted;
    if (!taken.includes(etcd)) throw unusable(release, { kind: 'no-etcd' });
    for (const name of taken) await accept(join(folder, name), name, target);
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw diskFailure(error, folder, 'write') ?? unusable(release, reasonOf(error), error);
  }
}

/** The file name of a program on that system. */
export function programName(name: string, target: Target): string {
  return target.system === 'windows' ? `${name}.exe` : name;
}

/** Something in the archive that is not as it should be. */
class ArchiveError extends Error {
  override readonly name = 'ArchiveError';

  constructor(readonly reason: ArchiveReason) {
    super(JSON.stringify(reason));
  }
}

function reasonOf(error: unknown): ArchiveReason {
  return error instanceof ArchiveError ? error.reason : { kind: 'said', detail: errorText(error) };
}

function unusable(release: Release, reason: ArchiveReason, cause?: unknown): Failure {
  return new Failure('ARCHIVE_UNUSABLE', { archive: release.archive, reason }, { cause });
}

async function accept(path: string, name: string, target: Target): Promise<void> {
  const found = await headerOf(path);
  if (found === null || found === 'script') throw new ArchiveError({ kind: 'no-program', name });
  if (!sameTarget(found, target)) throw wrongArchitecture(name, found, target);
  await chmod(path, 0o755);
}

interface ArchiveEntry {
  readonly path: string;
  readonly size: number;
  readonly kind: 'file' | 'folder' | 'other';
}

/** Checks an entry before any of it is written; returns whether to extract it. */
function judge(entry: ArchiveEntry, wanted: readonly string[], taken: readonly string[]): boolean {
  const parts = entry.path.split(/[/\\]/);
  if (parts.includes('..') || parts[0] === '' || /^[a-z]:/i.test(entry.path))
    throw new ArchiveError({ kind: 'leads-out', name: entry.path });
  const name = basename(entry.path);
  if (!wanted.includes(name) || entry.kind === 'folder') return false;
  if (entry.kind !== 'file') throw new ArchiveError({ kind: 'no-file', name });
  if (taken.includes(name)) throw new ArchiveError({ kind: 'twice', name });
  if (entry.size > MAX_PROGRAM_BYTES) throw new ArchiveError({ kind: 'too-large', name });
  return true;
}

/** Extracts into a subfolder first, by the archive's own names, then moves each program to its place. */
async function untar(archive: string, wanted: readonly string[], folder: string): Promise<string[]> {
  const raw = join(folder, '.raw');
  await mkdir(raw);
  const taken = new Map<string, string>();
  const refusals: unknown[] = [];
  let latest = '';
  const parser = extract({
    cwd: raw,
    strict: true,
    preserveOwner: false,
    filter: (path, entry) => {
      latest = path;
      if (refusals.length > 0) return false;
      try {
        const type = 'type' in entry ? entry.type : 'unknown';
        const take = judge({ path, size: entry.size, kind: tarKind(type) }, wanted, [...taken.keys()]);
        if (take) taken.set(basename(path), path);
        return take;
      } catch (error) {
        // tar's streams would swallow an error thrown by a filter.
        refusals.push(error);
        return false;
      }
    },
  });
  const ended = new Promise<void>((resolve, reject) => {
    parser.on('close', resolve);
    parser.on('error', reject);
  });
  ended.catch(() => undefined);
  // The library would unpack a whole piece of the file at once, which can be thousands of times as large.
  const file = createReadStream(archive);
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  let bytes = 0;
  try {
    for await (const chunk of file.pipe(gunzip)) {
      const part = chunk as Buffer;
      bytes += part.length;
      if (bytes > MAX_BYTES || bytes > MAX_RATIO * file.bytesRead)
        throw new ArchiveError({ kind: 'too-large', name: basename(latest) });
      const hasRoom = parser.write(part);
      if (refusals.length > 0) throw refusals[0];
      if (!hasRoom) await once(parser, 'drain');
    }
    parser.end();
    await ended;
  } finally {
    file.destroy();
    gunzip.destroy();
  }
  if (refusals.length > 0) throw refusals[0];
  for (const [name, path] of taken) await rename(join(raw, path), join(folder, name));
  await rm(raw, { recursive: true });
  return [...taken.keys()];
}

function tarKind(type: string): ArchiveEntry['kind'] {
  if (type === 'Directory') return 'folder';
  return type === 'File' || type === 'OldFile' ? 'file' : 'other';
}

async function unzip(archive: string, wanted: readonly string[], folder: string): Promise<string[]> {
  const zip = await openPromise(archive, { autoClose: false });
  const taken: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (!judge(zipEntry(entry), wanted, taken)) continue;
      const name = basename(entry.fileName);
      // yauzl limits the stream to the size that the entry announces.
      await pipeline(
        await zip.openReadStreamPromise(entry),
        createWriteStream(join(folder, name), { flags: 'wx' }),
      );
      taken.push(name);
    }
  } finally {
    zip.close();
  }
  return taken;
}

function zipEntry(entry: Entry): ArchiveEntry {
  // The upper half holds a Unix mode, if there is one.
  const mode = (entry.externalFileAttributes >>> 16) & constants.S_IFMT;
  const isFolder = entry.fileName.endsWith('/');
  const kind = isFolder ? 'folder' : mode === 0 || mode === constants.S_IFREG ? 'file' : 'other';
  return { path: entry.fileName, size: entry.uncompressedSize, kind };
}
