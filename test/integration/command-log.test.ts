import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EtcdctlCommand } from '../../src-main/base/recorder';
import { CommandLog } from '../../src-main/etcdctl/command-log';
import { shellLine } from '../../src-main/etcdctl/shell-line';
import type { TestCluster } from '../support/etcd/etcd';
import { cleanEnv } from '../support/etcd/clean-env';
import { etcdFolders, startCluster } from '../support/etcd/etcd';

const run = promisify(execFile);
const connection = { kind: 'local', cluster: 'demo' } as const;

interface Listed {
  kvs?: { key: string; value?: string; lease?: number }[];
}

describe.each(etcdFolders())('a command of the log, run with etcdctl $version', ({ folder }) => {
  let cluster: TestCluster;
  beforeAll(async () => {
    cluster = await startCluster({ folder, size: 1 });
  });
  afterAll(async () => {
    await cluster.dispose();
  });

  /** Runs a line of bash as the app's terminal does, with the connection in the environment. */
  async function runLine(line: string): Promise<string> {
    const env = {
      ...cleanEnv(),
      PATH: [folder, process.env['PATH']].join(delimiter),
      ETCDCTL_ENDPOINTS: cluster.endpoints.join(','),
    };
    // In a file, because a line may be longer than an argument can be.
    const script = join(cluster.data, 'line.sh');
    await writeFile(script, line);
    const { stdout } = await run('bash', [script], { env });
    return stdout;
  }

  /** Records the command, takes its line from the log, and runs that. */
  async function perform(command: EtcdctlCommand): Promise<string> {
    const log = new CommandLog();
    log.record({ connection, area: 'keys', command }, null);
    const entry = log.entry(0);
    expect(entry?.hindrance).toBeNull();
    return runLine(entry?.line ?? '');
  }

  async function all(): Promise<Map<string, string>> {
    const listed = JSON.parse(await cluster.etcdctl(['get', '', '--from-key', '-w', 'json'])) as Listed;
    return new Map((listed.kvs ?? []).map(({ key, value = '' }) => [hex(key), hex(value)]));
  }
  const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex');
  const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

  const key = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }),
    fc
      .string({
        unit: fc.constantFrom('-', '"', "'", '\\', ' ', '\n', '\u0000', '$', '!', '%', 'a', 'é'),
        minLength: 1,
        maxLength: 8,
      })
      .map((text) => new TextEncoder().encode(text)),
  );

  it('puts exactly the key and the value, whatever their bytes, and deletes exactly that key', async () => {
    await fc.assert(
      fc.asyncProperty(key, fc.oneof(key, fc.constant(new Uint8Array())), async (name, value) => {
        await perform({ words: ['del'], flags: ['--prefix'], args: [''] });
        await perform({ words: ['put'], args: ['bystander', 'stays'] });
        await perform({ words: ['put'], args: [name, value] });
        expect((await all()).get(hexOf(name))).toBe(hexOf(value));
        await perform({ words: ['del'], args: [name] });
        expect([...(await all()).keys()]).toEqual([hexOf(Buffer.from('bystander'))]);
      }),
      // A shell reads the line the same way with each version.
      { numRuns: etcdFolders().length > 1 ? 10 : 25 },
    );
  });

  it('puts a value of 60 kB, the largest that the log keeps whole', async () => {
    const value = Buffer.alloc(60_000, "line\n\u0000'%é");
    await perform({ words: ['put'], args: ['large', value] });
    expect((await all()).get(hexOf(Buffer.from('large')))).toBe(value.toString('hex'));
  });

  it('keeps its flags when its key has to go by a transaction', async () => {
    const granted =
      /lease ([0-9a-f]+) granted/.exec(await cluster.etcdctl(['lease', 'grant', '60']))?.[1] ?? '';
    const name = Uint8Array.of(0x6b, 0);
    await perform({ words: ['put'], flags: [`--lease=${granted}`], args: [name, 'v'] });
    const printed = await cluster.etcdctl(['lease', 'timetolive', granted, '--keys', '-w', 'json']);
    const { keys } = JSON.parse(printed) as { keys: string[] };
    expect(keys.map(hex)).toEqual([hexOf(name)]);
    expect(await perform({ words: ['get'], flags: ['--prefix'], args: [name] })).toContain('k\u0000\nv\n');
  });

  it('asks another cluster when its endpoints stand before it', async () => {
    await perform({ words: ['put'], args: ['where', 'here'] });
    const env = { ETCDCTL_ENDPOINTS: cluster.endpoints[0] ?? '' };
    const { line } = shellLine({ words: ['get'], args: ['where'] }, env);
    const { stdout } = await run('bash', ['-c', line], {
      env: { ...cleanEnv(), PATH: [folder, process.env['PATH']].join(delimiter) },
    });
    expect(stdout).toBe('where\nhere\n');
  });
});
