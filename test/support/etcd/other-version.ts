import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EtcdFolder } from './etcd';

const PROGRAMS = ['etcd', 'etcdctl', 'etcdutl'];

/**
 * Copies the programs to `folder` and makes them report the previous version: the last digit of the version is one
 * less wherever it occurs in them. They run as before.
 */
export async function versionBefore(
  { version, folder: from }: EtcdFolder,
  folder: string,
): Promise<EtcdFolder> {
  const last = Number(version.at(-1));
  if (!(last > 0)) throw new Error(`${version} has no version before of the same length`);
  const before = `${version.slice(0, -1)}${last - 1}`;
  await mkdir(folder, { recursive: true });
  for (const name of PROGRAMS.filter((each) => existsSync(join(from, each)))) {
    const program = await readFile(join(from, name));
    for (let at = program.indexOf(version); at >= 0; at = program.indexOf(version, at + 1))
      program.write(before, at, 'latin1');
    await writeFile(join(folder, name), program, { mode: 0o755 });
  }
  return { version: before, folder };
}
