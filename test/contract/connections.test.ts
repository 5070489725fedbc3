import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionDraft, ConnectionTest } from '@shared/contract/connections';
import type { MembersState } from '@shared/contract/members';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { type Engine, startEngine } from '../../src-main/engine';
import { SettingsStore } from '../../src-main/settings/settings';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';
import { freePorts } from '../support/ports';
import { type Client, type Served, transports } from './transports';

const tls = { ca: null, certificate: null, key: null, serverName: null, skipVerify: false };

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'nothing was thrown',
    (error: unknown) => error,
  );
}

describe.each(transports)('connections over %s', (_name, serve) => {
  let folder = '';
  let cluster: TestCluster;
  let engine: Engine;
  let served: Served;
  let client: Client;
  let draft: ConnectionDraft;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'quorate-contract-'));
    cluster = await startCluster({ size: 1 });
    const [dead = 0] = await freePorts(1);
    const endpoints = [...cluster.endpoints, `http://127.0.0.1:${dead}`];
    const more = { endpoints, user: null, password: null, tls, roundTripMs: 2000 };
    draft = { name: 'Staging', colour: 'teal', ...more };
    const secrets = () => Promise.resolve(null);
    const host = {
      kind: 'serve',
      version: '1',
      openFolder: null,
      pickFile: null,
      terminal: false,
      secrets,
    } as const;
    const path = etcdFolders()[0]?.folder ?? '';
    const settings = new SettingsStore(folder, silentLog);
    engine = await startEngine({ dataFolder: folder, settings, host, log: silentLog, path });
    served = await serve(engine.router);
    client = (await served.connect()).client;
  });
  afterAll(async () => {
    await served.dispose();
    await engine.dispose();
    await cluster.dispose();
    await rm(folder, { recursive: true });
  });

  it('a test says what each endpoint said, and ends', async () => {
    const states: ConnectionTest[] = [];
    for await (const state of await client.connections.test({ id: null, draft })) states.push(state);
    expect(states[0]?.reports.map(({ endpoint }) => endpoint)).toEqual(draft.endpoints);
    expect(states.map(({ done }) => done)).toEqual([...states.slice(1).map(() => false), true]);
    expect(states.at(-1)?.reports.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'ok', memberName: 'n1', leads: true },
      { kind: 'failed', failure: { code: 'ENDPOINT_UNREACHABLE' } },
    ]);
  });

  it('a certificate that cannot be read is told before anybody is asked', async () => {
    const broken = { ...draft, tls: { ...tls, ca: join(folder, 'none.pem') } };
    const test = client.connections.test({ id: null, draft: broken }).then((stream) => stream.next());
    expect(await thrown(test)).toMatchObject({ code: 'CERTIFICATE_UNREADABLE', data: { part: 'ca' } });
    expect(await thrown(client.connections.save({ id: null, draft: broken }))).toMatchObject({
      code: 'CERTIFICATE_UNREADABLE',
    });
  });

  it('one that is saved serves keys and members, and is gone when it is removed', async () => {
    const { id } = await client.connections.save({ id: null, draft });
    const connection = { kind: 'remote', id } as const;
    const known = await client.connections.watch({});
    expect((await known.next()).value).toMatchObject({
      connections: [{ id, name: 'Staging' }],
      secretsKept: false,
    });
    await known.return();

    const key = Uint8Array.of(0x2f, 0xff);
    const guard = { kind: 'absent' } as const;
    await client.keys.put({ connection, key, value: Uint8Array.of(1), lease: { kind: 'none' }, guard });
    expect(await cluster.etcdctl(['get', '/', '--prefix', '--hex'])).toContain('\\x2f\\xff');
    let state: MembersState | null = null;
    for await (state of await client.members.watch({ connection })) {
      // Its name is requested only after it has answered.
      if (state.leader?.name === 'n1' && state.rows[1]?.failure) break;
    }
    expect(state).toMatchObject({ leader: { name: 'n1' }, rows: [{ name: 'n1', failure: null }, {}] });

    await client.connections.remove({ id });
    const gone = { code: 'NOT_FOUND', data: { what: 'connection', name: id } };
    expect(await thrown(client.members.refresh({ connection }))).toMatchObject(gone);
    expect(await thrown(client.connections.remove({ id }))).toMatchObject(gone);
  });
});
