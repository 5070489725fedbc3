import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestCa } from '../../test/support/etcd/certificates';
import { partsOf, PemFiles } from './pem-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-pem-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('PEM files that were handed in', () => {
  it('are sorted by what they hold, not by their names', () => {
    const ca = new TestCa(folder);
    const { certificate, key } = ca.issue('named-like-a-ca', { name: 'etcd', hosts: [] });
    const text = (path: string) => readFileSync(path, 'utf8');
    expect(partsOf(text(ca.file))).toEqual(['ca']);
    expect(partsOf(text(certificate))).toEqual(['certificate']);
    expect(partsOf(text(key))).toEqual(['key']);
    expect(partsOf(text(key) + text(certificate))).toEqual(['certificate', 'key']);
    expect(partsOf('-----BEGIN RSA PRIVATE KEY-----\n')).toEqual(['key']);
    expect(partsOf('-----BEGIN CERTIFICATE-----\nxxx\n-----END CERTIFICATE-----')).toEqual([]);
    expect(partsOf('This is no certificate.')).toEqual([]);
  });

  it('are kept for their user only, in one folder whatever their name, until no connection uses them', () => {
    const files = new PemFiles(folder);
    const one = files.keep('../../etc/my key.pem', 'a secret');
    expect(files.keep('../../etc/my key.pem', 'a secret')).toBe(one);
    const other = files.keep('..', 'another');
    expect(readdirSync(join(folder, 'certificates'))).toHaveLength(2);
    expect(one).toMatch(/certificates[\\/][0-9a-f]{12}-my_key\.pem$/);
    expect(readFileSync(one, 'utf8')).toBe('a secret');
    if (process.platform !== 'win32') expect(statSync(one).mode & 0o777).toBe(0o600);
    files.prune(new Set([one]));
    expect(
      readdirSync(join(folder, 'certificates')).map((name) => join(folder, 'certificates', name)),
    ).toEqual([one]);
    expect(other).not.toBe(one);
  });
});
