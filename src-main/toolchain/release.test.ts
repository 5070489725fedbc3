import { expect, it } from 'vitest';
import type { Version } from './version';
import { readVersion } from './version';
import {
  isSafeBase,
  KNOWN_SUMS,
  OFFERED_VERSION,
  OFFICIAL_BASE,
  pinnedVersions,
  readSums,
  releaseOf,
} from './release';

function version(text: string): Version {
  const read = readVersion(text);
  if (!read) throw new Error(text);
  return read;
}

it('an archive is addressed as the project names it', () => {
  expect(releaseOf(version('v3.6.14'), { system: 'linux', machine: 'amd64' }, OFFICIAL_BASE)).toMatchObject({
    archive: 'etcd-v3.6.14-linux-amd64.tar.gz',
    kind: 'tar.gz',
    archiveUrl: 'https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-amd64.tar.gz',
    sumsUrl: 'https://github.com/etcd-io/etcd/releases/download/v3.6.14/SHA256SUMS',
  });
});

it.each([
  ['linux', 'tar.gz'],
  ['darwin', 'zip'],
  ['windows', 'zip'],
] as const)('%s archives are %s', (system, kind) => {
  const release = releaseOf(version('3.7.0-rc.0'), { system, machine: 'arm64' }, 'http://127.0.0.1:1/');
  expect(release.kind).toBe(kind);
  expect(release.archiveUrl).toBe(`http://127.0.0.1:1/v3.7.0-rc.0/etcd-v3.7.0-rc.0-${system}-arm64.${kind}`);
});

it('sums are read from what sha256sum prints, in text and binary mode', () => {
  const sum = 'ABCDEF0123456789'.repeat(4);
  expect([...readSums(`${sum}  a.tar.gz\n${sum} *b.zip\r\n\nnot a sum\n${sum.slice(1)}  c.zip\n`)]).toEqual([
    ['a.tar.gz', sum.toLowerCase()],
    ['b.zip', sum.toLowerCase()],
  ]);
});

it('the sums of the version offered first are known', () => {
  for (const system of ['linux', 'darwin'] as const) {
    for (const machine of ['amd64', 'arm64']) {
      const target = { system, machine };
      const { archive } = releaseOf(version(OFFERED_VERSION), target, OFFICIAL_BASE);
      expect(KNOWN_SUMS.get(archive)).toMatch(/^[0-9a-f]{64}$/);
      expect(pinnedVersions(target, KNOWN_SUMS)).toContain(OFFERED_VERSION);
    }
  }
  // Nobody whom we could ask vouches for these but the release page.
  expect(pinnedVersions({ system: 'windows', machine: 'amd64' }, KNOWN_SUMS)).toEqual([]);
});

it.each([
  ['https://mirror.example/etcd', true],
  ['http://127.0.0.1:8080/', true],
  ['http://localhost/', true],
  ['http://[::1]:1/', true],
  ['http://mirror.example/etcd', false],
  ['http://127.0.0.1.evil.example/', false],
  ['http://localhost.evil.example/', false],
  ['ftp://mirror.example/', false],
])('a mirror at %s is taken: %s', (base, taken) => {
  expect(isSafeBase(new URL(base))).toBe(taken);
});
