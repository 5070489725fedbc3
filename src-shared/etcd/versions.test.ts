import { describe, expect, it } from 'vitest';
import { isVersion, isVersionOrMinor, minorOf, updateOf } from './versions';

describe('data of one version under another', () => {
  it.each([
    ['3.6.14', '3.5.33'],
    ['3.10.0', '3.9.1'],
    ['4.0.0', '3.9.1'],
    ['3.6', '3.5.30'],
  ])('is refused to an older one: %s under %s', (written, version) => {
    expect(updateOf(written, version)).toEqual({ kind: 'older' });
  });

  it.each([
    [null, '3.4.0'],
    ['', '3.4.0'],
    ['3.6.14', '3.6.0'],
    ['3.4.23', '3.5.30'],
    ['3.5.26', '3.6.0-rc.0'],
    ['3.5', '3.6.16'],
    ['3.6.11', '3.7.3'],
    ['3.9.1', '4.0.0'],
  ])('is free: %j under %s', (written, version) => {
    expect(updateOf(written, version)).toEqual({ kind: 'free' });
  });

  it.each([
    ['3.5.12+ds1', '3.6.16', '3.5.26'],
    ['3.6.10', '3.7.3', '3.6.11'],
  ])('is advised to take a later patch first: %s under %s', (written, version, first) => {
    expect(updateOf(written, version)).toEqual({ kind: 'advised', first: [first] });
  });

  it.each([
    ['3.5.30', '3.7.1', ['3.6.11']],
    ['3.5.16', '3.7.1', ['3.5.26', '3.6.11']],
    ['3.4.23', '3.6.16', ['3.5.26']],
    ['3.4.23', '3.7.3', ['3.5.26', '3.6.11']],
    ['3.7.3', '3.10.0', ['3.8', '3.9']],
  ])('goes up one minor version at a time: %s under %s', (written, version, first) => {
    expect(updateOf(written, version)).toEqual({ kind: 'stepwise', first });
  });
});

describe('a version', () => {
  it.each(['3.6.14', '3.7.0-rc.0', '3.5.16+dfsg1', '3.5.16+dfsg1-1~bpo12+1'])('is whole: %s', (text) => {
    expect([isVersion(text), isVersionOrMinor(text)]).toEqual([true, true]);
  });

  it('may be known as a minor one', () => {
    expect([isVersion('3.5'), isVersionOrMinor('3.5'), minorOf('3.5')]).toEqual([
      false,
      true,
      { major: 3, minor: 5 },
    ]);
  });

  it.each([
    '',
    '3',
    'v3.6.14',
    '3.6.14 ',
    '3.6.14/x',
    '3.6.14\n',
    '3.6.99999',
    '3.6.1\x1b[0m',
    `3.6.1${'x'.repeat(99)}`,
  ])('is not %j', (text) => {
    expect([isVersion(text), isVersionOrMinor(text)]).toEqual([false, false]);
  });

  it('has no minor one with numbers that nobody counts to', () => {
    expect(['99999999999999999999.6.1', '3.99999'].map(minorOf)).toEqual([null, null]);
  });
});
