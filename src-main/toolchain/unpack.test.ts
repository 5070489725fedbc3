import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchiveEntry } from '../../test/support/archives';
import { tarball, tarHeader, zipball } from '../../test/support/archives';
import { OFFICIAL_BASE, releaseOf } from './release';
import type { Target } from './target';
import { unpack } from './unpack';
import { supportedVersion } from './version';

/** A reason that names what is wrong: ours, or that of the library that reads zips, which is stricter. */
const naming = (name: string) =>
  expect.toSatisfy((reason: object) => JSON.stringify(reason).includes(name)) as object;

const LINUX: Target = { system: 'linux', machine: 'amd64' };
const MAC: Target = { system: 'darwin', machine: 'arm64' };
const WINDOWS: Target = { system: 'windows', machine: 'amd64' };

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'quorate-unpack-'))));
afterEach(() => rm(folder, { recursive: true }));

/** The start of a program for `target`, and a mark to recognise it. */
function program(target: Target, mark: string): Buffer {
  const bytes = Buffer.alloc(4096 + mark.length);
  bytes.write(mark, 4096);
  if (target.system === 'linux') {
    bytes.writeUInt32BE(0x7f454c46);
    bytes.writeUInt16LE(target.machine === 'amd64' ? 62 : 183, 18);
  } else if (target.system === 'darwin') {
    bytes.writeUInt32BE(0xcffaedfe);
    bytes.writeUInt32LE(target.machine === 'amd64' ? 0x01000007 : 0x0100000c, 4);
  } else {
    bytes.write('MZ');
    bytes.writeUInt32LE(0x80, 0x3c);
    bytes.write('PE\0\0', 0x80);
    bytes.writeUInt16LE(target.machine === 'amd64' ? 0x8664 : 0xaa64, 0x84);
  }
  return bytes;
}

/** Unpacks the entries as an archive for `target` and returns the names of the resulting files. */
async function unpacked(entries: readonly ArchiveEntry[], target: Target): Promise<string[]> {
  const archive = join(folder, 'archive');
  const into = join(folder, 'into', 'programs');
  await writeFile(archive, target.system === 'linux' ? tarball(entries) : zipball(entries));
  await mkdir(into, { recursive: true });
  await unpack(archive, releaseOf(supportedVersion('3.6.14'), target, OFFICIAL_BASE), target, into);
  return (await readdir(into)).sort();
}

describe.each([
  ['a .tar.gz', LINUX, ''],
  ['a .zip', MAC, ''],
  ['a .zip for Windows', WINDOWS, '.exe'],
] as const)('%s', (_name, target, suffix) => {
  const entry = (name: string, mark = name): ArchiveEntry => ({ name, body: program(target, mark) });
  const etcd = entry(`etcd-v3.6.14/etcd${suffix}`, 'the etcd');

  it('gives its programs and nothing else of it', async () => {
    const others = [
      entry(`etcd-v3.6.14/etcdctl${suffix}`),
      { name: 'etcd-v3.6.14/README.md', body: Buffer.from('# etcd') },
      { name: 'etcd-v3.6.14/Documentation/notes', body: Buffer.alloc(0) },
    ];
    expect(await unpacked([etcd, ...others], target)).toEqual([`etcd${suffix}`, `etcdctl${suffix}`]);
    const path = join(folder, 'into', 'programs', `etcd${suffix}`);
    expect((await readFile(path)).toString('latin1', 4096)).toBe('the etcd');
    expect((await stat(path)).mode & 0o777).toBe(0o755);
  });

  it.each<[string, readonly ArchiveEntry[], object]>([
    [
      'a name that leads upwards',
      [etcd, entry(`../../etcdctl${suffix}`)],
      {
        code: 'ARCHIVE_UNUSABLE',
        data: { reason: naming('..') },
      },
    ],
    [
      'an absolute name',
      [etcd, entry(`/etcdctl${suffix}`)],
      {
        code: 'ARCHIVE_UNUSABLE',
        data: { reason: naming('/etcdctl') },
      },
    ],
    [
      'a link for its etcd',
      [{ ...etcd, body: Buffer.from('/bin/sh'), kind: 'link' }],
      { code: 'ARCHIVE_UNUSABLE', data: { reason: { kind: 'no-file', name: `etcd${suffix}` } } },
    ],
    [
      'two etcds',
      [etcd, entry(`other/etcd${suffix}`)],
      { code: 'ARCHIVE_UNUSABLE', data: { reason: { kind: 'twice', name: `etcd${suffix}` } } },
    ],
    [
      'no etcd',
      [entry(`etcd-v3.6.14/etcdctl${suffix}`)],
      { code: 'ARCHIVE_UNUSABLE', data: { reason: { kind: 'no-etcd' } } },
    ],
    [
      'a script for its etcdctl',
      [etcd, { name: `etcdctl${suffix}`, body: Buffer.from('#!/bin/sh\n') }],
      { code: 'ARCHIVE_UNUSABLE', data: { reason: { kind: 'no-program', name: `etcdctl${suffix}` } } },
    ],
    [
      'a program for another machine',
      [
        {
          ...etcd,
          body: program({ ...target, machine: target.machine === 'amd64' ? 'arm64' : 'amd64' }, ''),
        },
      ],
      { code: 'WRONG_ARCHITECTURE', data: { path: `etcd${suffix}` } },
    ],
    [
      'a program for another system',
      [{ ...etcd, body: program(target === LINUX ? MAC : LINUX, '') }],
      { code: 'WRONG_ARCHITECTURE', data: { path: `etcd${suffix}` } },
    ],
  ])('with %s is refused, and writes nothing outside its folder', async (_fault, entries, failure) => {
    await expect(unpacked(entries, target)).rejects.toMatchObject(failure);
    expect((await readdir(folder)).sort()).toEqual(['archive', 'into']);
    expect(await readdir(join(folder, 'into'))).toEqual(['programs']);
  });

  it('that is something else is refused', async () => {
    const archive = join(folder, 'archive');
    const release = releaseOf(supportedVersion('3.6.14'), target, OFFICIAL_BASE);
    for (const content of ['', '<html></html>', tarball([etcd]).subarray(0, 100)]) {
      await writeFile(archive, content);
      const into = await mkdtemp(join(folder, 'into-'));
      await expect(unpack(archive, release, target, into)).rejects.toMatchObject({
        code: 'ARCHIVE_UNUSABLE',
        data: { archive: release.archive },
      });
    }
  });
});

describe('a .tar.gz with 3 GB of zeros in 3 MB', () => {
  it('is refused before they are unpacked', async () => {
    const archive = join(folder, 'bomb');
    const zeros = gzipSync(Buffer.alloc(2 ** 20), { level: 9 });
    const header = gzipSync(
      tarHeader({ name: 'etcd-v3.6.14/README.md', body: Buffer.alloc(0) }, 3 * 2 ** 30),
    );
    await writeFile(archive, Buffer.concat([header, ...Array<Buffer>(3072).fill(zeros)]));
    const before = process.memoryUsage.rss();
    const release = releaseOf(supportedVersion('3.6.14'), LINUX, OFFICIAL_BASE);
    await expect(unpack(archive, release, LINUX, folder)).rejects.toMatchObject({
      code: 'ARCHIVE_UNUSABLE',
      data: { reason: { kind: 'too-large', name: 'README.md' } },
    });
    // All of them in memory would be ten times as much.
    expect(process.memoryUsage.rss() - before).toBeLessThan(300 * 2 ** 20);
  });
});
