import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { etcdctlScript } from './etcdctl-script';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quorate-test-it's etcdctl-"));
  const etcdctl = join(folder, 'etcdctl');
  writeFileSync(etcdctl, '#!/bin/sh\nenv | grep "^ETCDCTL_" | sort | tr "\\n" " "\nprintf "<%s>" "$@"\n');
  writeFileSync(join(folder, 'script'), etcdctlScript(etcdctl));
  for (const name of ['etcdctl', 'script']) chmodSync(join(folder, name), 0o700);
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = {
  PATH: '/usr/bin:/bin',
  ETCDCTL_ENDPOINTS: 'a',
  ETCDCTL_USER: 'root',
  ETCDCTL_PASSWORD: 'pw',
  ETCDCTL_WRITE_OUT: 'json',
};

function run(...args: readonly string[]): string {
  return spawnSync(join(folder, 'script'), args, { env, encoding: 'utf8' }).stdout;
}

describe('the etcdctl of a terminal', () => {
  const all = 'ETCDCTL_ENDPOINTS=a ETCDCTL_PASSWORD=pw ETCDCTL_USER=root ETCDCTL_WRITE_OUT=json ';

  it.each([
    [['get', 'it\u2019s "a" $b\n', ''], `${all}<get><it\u2019s "a" $b\n><>`],
    [['--endpoints=b', 'get'], `${all.replace('ETCDCTL_ENDPOINTS=a ', '')}<--endpoints=b><get>`],
    [['get', '--endpoints', 'b'], `${all.replace('ETCDCTL_ENDPOINTS=a ', '')}<get><--endpoints><b>`],
    // The password of another user is not that of the connection.
    [['--user=me:x'], 'ETCDCTL_ENDPOINTS=a ETCDCTL_WRITE_OUT=json <--user=me:x>'],
    [['--password=x'], `${all.replace('ETCDCTL_PASSWORD=pw ', '')}<--password=x>`],
    [['-wtable'], `${all.replace('ETCDCTL_WRITE_OUT=json ', '')}<-wtable>`],
    [['put', 'k', '--', '--user'], `${all}<put><k><--><--user>`],
    [['put', '--users', '-', '--endpoints-x=1'], `${all}<put><--users><-><--endpoints-x=1>`],
  ])('with %j passes on every word, and the variables that no flag replaces', (args, out) => {
    expect(run(...args)).toBe(out);
  });
});
