import type { EtcdInstall } from '@shared/contract/toolchain';
import { constants } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Prober } from './probe';
import { unusable } from './probe';
import type { Version } from './version';
import { compareVersions, readVersion } from './version';

/** The places to search, in this order. */
export interface Places {
  /** A folder or a file named by the user; null for none. */
  readonly etcdPath: string | null;
  /** The app's own folder: `<folder>/<version>/etcd`. */
  readonly folder: string;
  /** PATH. */
  readonly searchPath: string;
  /** '.exe' on Windows, otherwise ''. */
  readonly suffix: string;
}

/** An installed etcd. */
export interface FoundEtcd extends Omit<EtcdInstall, 'clusters'> {
  /** The app's own folder for just this version, which may be deleted; null for an etcd that is not ours. */
  readonly home: string | null;
}

interface Candidate {
  readonly path: string;
  readonly source: EtcdInstall['source'];
  readonly home: string | null;
  /** Folders that may contain its etcdctl. */
  readonly folders: readonly string[];
}

/** Searches every place and checks each binary. Lists each binary once, at the first place that has it. */
export async function findEtcds(places: Places, prober: Prober): Promise<FoundEtcd[]> {
  const candidates = [
    ...(await namedByUser(places)),
    ...(await inAppFolder(places)),
    ...(await onSearchPath(places)),
  ];
  return Promise.all(distinct(candidates).map((found) => look(found, places, prober)));
}

/** Checks one binary again. `path` is one that `findEtcds` returns or returned. */
export async function inspect(path: string, places: Places, prober: Prober): Promise<FoundEtcd> {
  return look({ path, source: 'path', home: null, folders: [dirname(path)] }, places, prober);
}

/** The first executable with that name on PATH; null when there is none. */
export async function programOnPath(name: string, searchPath: string): Promise<string | null> {
  for (const folder of foldersOf(searchPath)) {
    const path = join(folder, name);
    if (await isExecutable(path)) return path;
  }
  return null;
}

async function look(candidate: Candidate, places: Places, prober: Prober): Promise<FoundEtcd> {
  const { path, source, home, folders } = candidate;
  const searched = [...folders, places.searchPath].join(delimiter);
  const beside = (name: string) => programOnPath(`${name}${places.suffix}`, searched);
  const [probe, etcdctl, etcdutl] = await Promise.all([
    isAbsolute(path)
      ? prober.probe(path)
      : { version: null, problem: unusable(path, { kind: 'relative-path' }).value },
    beside('etcdctl'),
    beside('etcdutl'),
  ]);
  return { path, source, home, etcdctl, etcdutl, ...probe };
}

/** The user's path is listed even when nothing is there, to show its problem. */
async function namedByUser({ etcdPath, suffix }: Places): Promise<Candidate[]> {
  if (etcdPath === null || etcdPath === '') return [];
  const isFolder = (await stat(etcdPath).catch(() => null))?.isDirectory() ?? false;
  const inFolder = [join(etcdPath, `etcd${suffix}`), join(etcdPath, 'bin', `etcd${suffix}`)];
  const files = isFolder ? inFolder : [etcdPath];
  for (const file of files) if (await isFile(file)) return [await candidate(file, 'settings', null)];
  const [first = etcdPath] = files;
  return [{ path: first, source: 'settings', home: null, folders: [] }];
}

async function inAppFolder({ folder, suffix }: Places): Promise<Candidate[]> {
  const names = await readdir(folder).catch(() => []);
  const versions = names.flatMap((name) => readVersion(name) ?? []).sort(newestFirst);
  const found: Candidate[] = [];
  for (const { text } of versions) {
    const home = join(folder, text);
    const path = join(home, `etcd${suffix}`);
    if (await isFile(path)) found.push(await candidate(path, 'app', home));
  }
  return found;
}

async function onSearchPath({ searchPath, suffix }: Places): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (const folder of foldersOf(searchPath)) {
    const path = join(folder, `etcd${suffix}`);
    if (await isExecutable(path)) found.push(await candidate(path, 'path', null));
  }
  return found;
}

async function candidate(
  path: string,
  source: EtcdInstall['source'],
  home: string | null,
): Promise<Candidate> {
  const identity = await resolveLinks(path);
  return { path: identity, source, home, folders: [dirname(path), dirname(identity)] };
}

/**
 * Follows links, so that each binary is listed once. Keeps a link to a program with another name: snap, mise and
 * the like are one program that acts by the name it is called with.
 */
async function resolveLinks(path: string): Promise<string> {
  const target = await realpath(path).catch(() => path);
  return basename(target) === basename(path) ? target : path;
}

function distinct(candidates: readonly Candidate[]): Candidate[] {
  const byPath = new Map<string, Candidate>();
  for (const next of candidates) {
    const first = byPath.get(next.path);
    byPath.set(next.path, first ? { ...first, home: first.home ?? next.home } : next);
  }
  return [...byPath.values()];
}

function newestFirst(a: Version, b: Version): number {
  return compareVersions(b, a);
}

/** Skips relative entries of PATH, which depend on the current folder. */
function foldersOf(searchPath: string): string[] {
  return searchPath.split(delimiter).filter((folder) => isAbsolute(folder));
}

export async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}

async function isExecutable(path: string): Promise<boolean> {
  if (!(await isFile(path))) return false;
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
