import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultTuning } from '@shared/contract/local';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { type Engine, startEngine } from '../../src-main/engine';
import { SettingsStore } from '../../src-main/settings/settings';
import { etcdFolders } from '../support/etcd/etcd';
import { moveFirstPort } from '../support/ports';
import { until } from '../support/until';
import { type Client, type Served, transports } from './transports';

const size = { columns: 80, rows: 24 };

async function startOne(folder: string, terminal: boolean): Promise<Engine> {
  const secrets = () => Promise.resolve(null);
  const host = { kind: 'serve', version: '1', openFolder: null, pickFile: null, terminal, secrets } as const;
  const path = etcdFolders()[0]?.folder ?? '';
  const settings = new SettingsStore(folder, silentLog);
  return startEngine({ dataFolder: folder, settings, host, log: silentLog, path });
}

describe.each(transports)('terminals over %s', (_name, serve) => {
  let folder = '';
  let engine: Engine;
  let served: Served;
  let client: Client;
  let connection: { kind: 'local'; cluster: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-contract-'));
    await moveFirstPort();
    engine = await startOne(folder, true);
    served = await serve(engine.router);
    client = (await served.connect()).client;
    const shape = { name: 'demo', size: 1, etcdPath: null, tuning: defaultTuning, firstPort: null };
    connection = { kind: 'local', cluster: (await client.local.create(shape)).cluster };
  });
  afterAll(async () => {
    await served.dispose();
    await engine.dispose();
    await rm(folder, { recursive: true });
  });

  /** Reads until the output so far matches. */
  async function untilWritten(terminal: string, pattern: RegExp): Promise<string> {
    let [text, after] = ['', 0];
    return until(
      () => `${String(pattern)} in ${JSON.stringify(text)}`,
      async () => {
        const { data, next } = await client.terminal.read({ terminal, after, maxBytes: 1000 });
        text += Buffer.from(data).toString();
        after = next;
        return pattern.test(text) && text;
      },
    );
  }
  const type = (terminal: string, text: string) =>
    client.terminal.write({ terminal, data: new TextEncoder().encode(text) });

  it('a shell asks the cluster, byte for byte', async () => {
    const { terminal } = await client.terminal.open({ connection, member: null, ...size });
    await type(terminal, `until etcdctl put k $'\\xff' >/dev/null 2>&1; do sleep 0.1; done\r`);
    await type(terminal, `etcdctl get k --print-value-only | od -An -tx1\r`);
    await untilWritten(terminal, /\r ff 0a\r\n/);
    await client.terminal.resize({ terminal, columns: 50, rows: 7 });
    await type(terminal, `stty size\r`);
    await untilWritten(terminal, /\r7 50\r\n/);
    await client.terminal.close({ terminal });
    await expect(type(terminal, 'x')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('a read that waits ends with its caller, and the next goes on where it was', async () => {
    const { terminal } = await client.terminal.open({ connection, member: 'n1', ...size });
    await type(terminal, 'echo re""ady\r');
    await untilWritten(terminal, /ready\r\n/);
    const { end } = await client.terminal.read({ terminal, after: 0, maxBytes: 1 });
    const abort = new AbortController();
    const waiting = client.terminal.read(
      { terminal, after: end + 1000, maxBytes: 10 },
      { signal: abort.signal },
    );
    abort.abort();
    await expect(waiting).rejects.toThrow();
    await type(terminal, 'exit 5\r');
    await until('it has ended', async () => {
      const { exit } = await client.terminal.read({ terminal, after: end, maxBytes: 10_000 });
      return exit?.code === 5;
    });
    await client.terminal.restart({ terminal, ...size });
    await client.terminal.close({ terminal });
  });

  it('what a window may not ask is refused', async () => {
    const open = (member: string | null, columns = 80) =>
      client.terminal.open({ connection, member, columns, rows: 24 });
    await expect(open('n9')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(open(null, 0)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const data = new Uint8Array(300_000);
    await expect(client.terminal.write({ terminal: 'x', data })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('an action is listed as the command that does the same, with its whole line', async () => {
    const abort = new AbortController();
    const query = { connection, area: null, search: '' };
    const signals = await client.etcdctl.open(query, { signal: abort.signal });
    await client.members.refresh({ connection });
    for await (const { view, length } of signals) {
      if (length === 0) continue;
      const { rows } = await client.etcdctl.rows({ view, from: 0, to: 10 });
      expect(rows).toMatchObject([
        {
          area: 'members',
          start: 'etcdctl endpoint status --write-out=table',
          hindrance: null,
          failure: null,
        },
      ]);
      break;
    }
    abort.abort();
    expect(await client.etcdctl.line({ seq: 0 })).toEqual({
      line: 'etcdctl endpoint status --write-out=table',
    });
    expect(await client.etcdctl.line({ seq: 99 })).toEqual({ line: null });
  });
});

it('an engine whose host offers no terminal gives nobody one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-contract-'));
  const engine = await startOne(folder, false);
  const [, serve] = transports[0] ?? [];
  const served = await serve?.(engine.router);
  const client = (await served?.connect())?.client;
  const connection = { kind: 'local', cluster: 'any' } as const;
  await expect(client?.terminal.open({ connection, member: null, ...size })).rejects.toMatchObject({
    code: 'TERMINAL_OFF',
  });
  await expect(client?.terminal.read({ terminal: 'any', after: 0, maxBytes: 1 })).rejects.toMatchObject({
    code: 'TERMINAL_OFF',
  });
  await served?.dispose();
  await engine.dispose();
  await rm(folder, { recursive: true });
});
