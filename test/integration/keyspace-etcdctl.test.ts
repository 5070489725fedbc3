import { execFile } from 'node:child_process';
import { delimiter } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import type { EtcdctlCommand } from '../../src-main/base/recorder';
import { shellLine } from '../../src-main/etcdctl/shell-line';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { deleteRange, put, range } from '../../src-main/etcd/calls/kv';
import * as edits from '../../src-main/keys/edits';
import {
  getCommand,
  type PutAction,
  putCommand,
  removeCommand,
  removePrefixCommand,
} from '../../src-main/keys/etcdctl';
import { allKeys } from '../../src-main/keys/source/source';
import { cleanEnv } from '../support/etcd/clean-env';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';

const run = promisify(execFile);
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

/** Keys that shells, Go's quoting and etcdctl's flags could each misread. */
const keys = [
  'plain',
  '-dash',
  '--',
  '/a//b',
  'with space',
  `'"$\`\\x41!`,
  '\xc3\xa9\n(\t)',
  '\xff\xfe',
  'nul\x00in',
];
const values = ['', 'text', '-v', 'two\nlines\n', '"quoted" \\ $x', '\x00\xff\x80', 'x'.repeat(20_000)];

describe.each(etcdFolders())('the commands of etcdctl $version', ({ folder }) => {
  let cluster: TestCluster;
  let client: EtcdClient;
  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
    client = new EtcdClient({ endpoints: cluster.endpoints, log: silentLog });
  });
  afterEach(() => deleteRange(client, { ...allKeys }));
  afterAll(async () => {
    client.dispose();
    await cluster.dispose();
  });

  async function inShell(command: EtcdctlCommand): Promise<Buffer> {
    const { line, hindrance } = shellLine(command);
    expect(hindrance).toBeNull();
    const env = {
      ...cleanEnv(),
      PATH: [folder, process.env.PATH].join(delimiter),
      ETCDCTL_API: '3',
      ETCDCTL_ENDPOINTS: cluster.endpoints.join(','),
    };
    const { stdout } = await run('bash', ['-c', line], { env, encoding: 'buffer' });
    return stdout;
  }

  /** The whole content, without revisions. */
  async function contents(): Promise<string[]> {
    const { kvs } = await range(client, { ...allKeys });
    return kvs.map((kv) =>
      [kv.key, kv.value]
        .map((one) => Buffer.from(one).toString('hex'))
        .concat(String(kv.lease))
        .join(' '),
    );
  }

  /** Runs `action` and its command, each after `before`, and compares the results. */
  async function sameAs(
    before: () => Promise<void>,
    action: () => Promise<unknown>,
    command: () => EtcdctlCommand | Promise<EtcdctlCommand>,
  ): Promise<string[]> {
    const results: string[][] = [];
    for (const act of [action, async () => inShell(await command())]) {
      await deleteRange(client, { ...allKeys });
      await before();
      await act();
      results.push(await contents());
    }
    expect(results[1]).toEqual(results[0]);
    return results[0] ?? [];
  }

  it('write what the window writes, whatever the bytes', async () => {
    for (const [at, key] of keys.entries()) {
      const value = bytes(values[at % values.length] ?? '');
      for (const guard of [{ kind: 'none' }, { kind: 'absent' }] as const) {
        const action: PutAction = { key: bytes(key), value, lease: { kind: 'none' }, guard };
        const after = await sameAs(
          () => Promise.resolve(),
          () => edits.put(client, action),
          () => putCommand(action),
        );
        expect(after).toHaveLength(1);
      }
    }
    for (const value of values) {
      const action: PutAction = {
        key: bytes('k'),
        value: bytes(value),
        lease: { kind: 'keep' },
        guard: { kind: 'none' },
      };
      await sameAs(
        () => Promise.resolve(),
        () => edits.put(client, action),
        () => putCommand(action),
      );
    }
  });

  it('write only what was not changed meanwhile, and keep the lease as the window does', async () => {
    const granted = await cluster.etcdctl(['lease', 'grant', '600']);
    const id = BigInt(`0x${/lease (\w+) granted/.exec(granted)?.[1] ?? '0'}`);
    const [key, value] = [bytes('k'), bytes('new')];
    for (const isChanged of [false, true]) {
      for (const lease of [
        { kind: 'keep' },
        { kind: 'none' },
        { kind: 'lease', id: id.toString(16) },
      ] as const) {
        let modRevision = '';
        const before = async () => {
          const { header } = await put(client, { key, value: bytes('old'), lease: id });
          modRevision = String(header?.revision);
          if (isChanged) await put(client, { key, value: bytes('theirs') });
        };
        const action = (): PutAction => ({ key, value, lease, guard: { kind: 'unchanged', modRevision } });
        const after = await sameAs(
          before,
          () => edits.put(client, action()),
          () => putCommand(action()),
        );
        const expected = isChanged ? 'theirs' : 'new';
        expect(after[0]).toContain(` ${Buffer.from(expected).toString('hex')} `);
      }
    }
  });

  it('read and delete what the window does, whatever the bytes', async () => {
    const before = async () => {
      for (const key of [...keys, 'dir/1', 'dir/2', 'dir2', 'dir'])
        await put(client, { key: bytes(key), value: bytes('v') });
    };
    await before();
    for (const key of keys) {
      const printed = await inShell(getCommand(bytes(key), null));
      expect(printed.includes(Buffer.from(bytes(key)))).toBe(true);
    }
    for (const key of keys) {
      for (const guard of [{ kind: 'none' }, { kind: 'absent' }] as const) {
        const action = () => edits.remove(client, bytes(key), guard);
        const after = await sameAs(before, action, () => removeCommand(bytes(key), guard));
        expect(after).toHaveLength(keys.length + (guard.kind === 'none' ? 3 : 4));
      }
    }
    const counted = () => edits.countPrefix(client, { prefix: bytes('dir/') });
    const removed = async () => edits.removePrefix(client, { prefix: bytes('dir/') }, await counted());
    const after = await sameAs(before, removed, () => removePrefixCommand({ prefix: bytes('dir/') }));
    expect(after).toHaveLength(keys.length + 2);
  });

  it('read a key as it was', async () => {
    const { header } = await put(client, { key: bytes('k'), value: bytes('then') });
    await put(client, { key: bytes('k'), value: bytes('now') });
    const printed = await inShell(getCommand(bytes('k'), String(header?.revision)));
    expect(printed.toString()).toBe('k\nthen\n');
  });
});
