import { describe, expect, it } from 'vitest';
import { compareVersions, isTooOld, readPrintedVersion, readVersion, supportedVersion } from './version';

describe('a typed version', () => {
  it.each([
    ['3.6.14', '3.6.14'],
    ['v3.6.14', '3.6.14'],
    [' 3.6.14 ', '3.6.14'],
    ['3.7.0-rc.0', '3.7.0-rc.0'],
    ['v3.6.0-alpha.0', '3.6.0-alpha.0'],
  ])('%j is read as %s', (typed, text) => {
    expect(readVersion(typed)?.text).toBe(text);
  });

  it.each([
    '',
    '3',
    '3.6',
    '3.6.x',
    '03.6.1',
    '3.6.14-',
    '3.6.14-rc',
    '3.6.14 ; ls',
    '../3.6.14',
    '3.6.14/..',
  ])('%j is refused', (typed) => {
    expect(() => supportedVersion(typed)).toThrow(
      expect.objectContaining({ code: 'VERSION_INVALID', data: { version: typed } }),
    );
  });

  it('is refused when it is older than we support', () => {
    expect(() => supportedVersion('3.3.27')).toThrow(
      expect.objectContaining({ code: 'ETCD_TOO_OLD', data: { version: '3.3.27', minimum: '3.4.0' } }),
    );
  });
});

it.each([
  ['etcd Version: 3.4.23\nGit SHA: Not provided (use ./build instead of go build)\n', '3.4.23'],
  ['etcd Version: 3.7.0-rc.0\nGo OS/Arch: linux/amd64\n', '3.7.0-rc.0'],
  ['etcd Version: 3.5.16+dfsg1\n', '3.5.16+dfsg1'],
  ['something before\netcd Version: 3.6.14\n', '3.6.14'],
])('the version is found in %j', (output, text) => {
  expect(readPrintedVersion(output)?.text).toBe(text);
});

it.each([
  ['', 'ls (GNU coreutils) 9.1\n'],
  ['with controls', 'etcd Version: 3.6.1\x1b[31m\n'],
  ['of 60,000 characters', `etcd Version: 3.6.1+${'x'.repeat(60_000)}\n`],
  ['with numbers that nobody counts to', 'etcd Version: 99999999999999999999.6.1\n'],
  ['with a path in it', 'etcd Version: 3.6.1/../../x\n'],
])('no version is found in what something else prints %s', (_, output) => {
  expect(readPrintedVersion(output)).toBeNull();
});

it('versions are in the order of their releases', () => {
  const order = ['3.4.0-rc.4', '3.4.0', '3.4.23', '3.5.9', '3.5.30', '3.6.0-alpha.0', '3.6.0-rc.1', '3.6.0'];
  const versions = order.flatMap((text) => readVersion(text) ?? []);
  expect([...versions].reverse().sort(compareVersions)).toEqual(versions);
  expect(versions.filter(isTooOld).map((version) => version.text)).toEqual(['3.4.0-rc.4']);
});
