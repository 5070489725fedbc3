import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionDraft } from '@shared/contract/connections';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Secrets } from '../base/host';
import { silentLog } from '../base/log';
import { RemoteConnections } from './remotes';

const tls = { ca: null, certificate: null, key: null, serverName: null, skipVerify: false };
const draft: ConnectionDraft = {
  name: 'Staging',
  colour: 'teal',
  endpoints: ['http://127.0.0.1:1'],
  user: 'alice',
  password: 'wonder:land',
  tls,
  roundTripMs: 5000,
};

/** A store with trivial encryption, so that a test can see what went through it. */
const weak: Secrets = {
  encrypt: (text) => Promise.resolve(Buffer.from(text).toString('hex')),
  decrypt: (sealed) => Promise.resolve(Buffer.from(sealed, 'hex').toString()),
};

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'quorate-connections-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function open(secrets: Secrets | null): RemoteConnections {
  return new RemoteConnections({
    dataFolder: folder,
    secrets: Promise.resolve(secrets),
    intervalMs: () => 1000,
    etcdctl: () => Promise.resolve(null),
    log: silentLog,
  });
}

function onDisk(): string {
  return readFileSync(join(folder, 'connections.json'), 'utf8');
}

describe('a connection', () => {
  it('is there again after a restart, its password only as the store has encrypted it', async () => {
    const id = await open(weak).save(null, draft);
    expect(onDisk()).not.toContain('wonder:land');
    const again = open(weak);
    const { name, colour, endpoints, user, roundTripMs } = draft;
    const kept = { id, name, colour, endpoints, user, tls, roundTripMs, hasPassword: true };
    expect(again.state.value).toEqual({ connections: [kept], secretsKept: true, problem: null });
    expect((await again.shell(id, null)).env).toMatchObject({
      ETCDCTL_USER: 'alice',
      ETCDCTL_PASSWORD: 'wonder:land',
    });
  });

  it('is tested with the slowest round trip that it says, before one was measured', () => {
    expect(open(null).credentialsOf(null, draft).roundTripMs).toBe(5000);
  });

  it('is not lost when another one on disk has the same ID', async () => {
    const id = await open(null).save(null, draft);
    const file = join(folder, 'connections.json');
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { connections: object[] };
    const twice = [...kept.connections, { ...kept.connections[0], name: 'Second' }];
    writeFileSync(file, JSON.stringify({ ...kept, connections: twice }));
    const again = open(null);
    await again.save(null, { ...draft, name: 'Third' });
    const { connections } = again.state.value;
    expect(connections.map(({ name }) => name)).toEqual(['Staging', 'Second', 'Third']);
    expect(connections[0]?.id).toBe(id);
    expect(onDisk()).toContain('Second');
  });

  it('without a store has its password until the engine ends, and never on disk', async () => {
    const remotes = open(null);
    const id = await remotes.save(null, draft);
    expect(remotes.state.value).toMatchObject({ connections: [{ hasPassword: true }], secretsKept: false });
    expect((await remotes.shell(id, null)).env).toMatchObject({ ETCDCTL_PASSWORD: 'wonder:land' });
    expect(onDisk()).not.toContain('wonder');
    const again = open(null);
    expect(again.state.value).toMatchObject({ connections: [{ user: 'alice', hasPassword: false }] });
    expect((await again.shell(id, null)).env).not.toHaveProperty('ETCDCTL_PASSWORD');
  });

  it('that is removed while its password is sealed stays removed, and its password is not kept', async () => {
    const id = await open(weak).save(null, draft);
    let sealed = (): void => undefined;
    const slow: Secrets = {
      ...weak,
      encrypt: (text) =>
        new Promise((resolve) => {
          sealed = () => resolve(Buffer.from(text).toString('hex'));
        }),
    };
    const remotes = open(slow);
    const saving = remotes.save(id, { ...draft, password: 'other' });
    const refused = expect(saving).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await new Promise((resolve) => setImmediate(resolve));
    remotes.remove(id);
    sealed();
    await refused;
    expect(remotes.state.value.connections).toEqual([]);
    expect(JSON.parse(onDisk())).not.toMatchObject({ connections: [{ id }] });
  });

  it('whose store has lost the key says that its password is missing', async () => {
    const id = await open(weak).save(null, draft);
    const locked = { ...weak, decrypt: () => Promise.reject(new Error('locked')) };
    const again = open(locked);
    const { tokens } = again.credentialsOf(id, { ...draft, password: null });
    await expect(tokens.get(() => Promise.reject(new Error('not asked')))).rejects.toMatchObject({
      code: 'PASSWORD_MISSING',
      data: { user: 'alice' },
    });
  });

  it('keeps its password when it is changed, and loses it with its user', async () => {
    const remotes = open(weak);
    const id = await remotes.save(null, draft);
    const has = () => remotes.state.value.connections[0]?.hasPassword;
    await remotes.save(id, { ...draft, name: 'Renamed', password: null });
    expect([has(), (await remotes.shell(id, null)).env['ETCDCTL_PASSWORD']]).toEqual([true, 'wonder:land']);
    await remotes.save(id, { ...draft, password: 'new' });
    expect((await remotes.shell(id, null)).env['ETCDCTL_PASSWORD']).toBe('new');
    await remotes.save(id, { ...draft, user: 'bob', password: null });
    expect(has()).toBe(false);
    await remotes.save(id, { ...draft, user: null, password: null });
    expect((await remotes.shell(id, null)).env).not.toHaveProperty('ETCDCTL_USER');
  });

  it('keeps its place and its client when it is changed', async () => {
    const remotes = open(null);
    const first = await remotes.save(null, draft);
    await remotes.save(null, { ...draft, name: 'Second' });
    const client = remotes.client(first);
    await remotes.save(first, { ...draft, name: 'First', endpoints: ['http://127.0.0.1:2'] });
    expect(remotes.state.value.connections.map(({ name }) => name)).toEqual(['First', 'Second']);
    expect(remotes.client(first)).toBe(client);
    expect(client.endpoints).toEqual(['http://127.0.0.1:2']);
    remotes.remove(first);
    expect(client.disposed).toBe(true);
    expect(remotes.has(first)).toBe(false);
    expect(open(null).state.value.connections.map(({ name }) => name)).toEqual(['Second']);
    remotes.dispose();
  });

  it('is refused when its name is taken, also at the same time, or its certificate cannot be read', async () => {
    const remotes = open(null);
    const both = await Promise.allSettled([
      remotes.save(null, draft),
      remotes.save(null, { ...draft, name: 'staging' }),
    ]);
    expect(both).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'NAME_TAKEN', data: { name: 'staging' } } },
    ]);
    const broken = { ...draft, name: 'tls', tls: { ...tls, ca: join(folder, 'none.pem') } };
    await expect(remotes.save(null, broken)).rejects.toMatchObject({ code: 'CERTIFICATE_UNREADABLE' });
    await expect(remotes.save('none', draft)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      data: { what: 'connection' },
    });
    expect(remotes.state.value.connections).toHaveLength(1);
  });
});

it('a file that cannot be read is set aside and named, and nothing is lost', () => {
  writeFileSync(join(folder, 'connections.json'), '{"version": 1, "connections": [{}]}');
  const { connections, problem } = open(null).state.value;
  expect(connections).toEqual([]);
  expect(problem).toMatchObject({
    code: 'FILE_SET_ASIDE',
    data: {
      path: join(folder, 'connections.json'),
      detail: expect.stringContaining('connections.0') as string,
    },
  });
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^connections\.broken-.*\.json$/)]);
});

/** Puts a sample file of an older or newer app into the data folder. */
function place(sample: string): void {
  copyFileSync(join(__dirname, 'samples', sample), join(folder, 'connections.json'));
}

it('connections that an older app saved are there in full, and stay so when one is changed', async () => {
  place('connections-v1.json');
  const before = JSON.parse(onDisk()) as { connections: readonly { readonly colour: string }[] };
  const remotes = open(null);
  const kept = { secretsKept: true, problem: null };
  expect(remotes.state.value).toEqual({
    ...kept,
    connections: [
      {
        id: 'fa2313be-296a-4bdf-a0a5-0ae8f8079b1d',
        name: 'Staging Zürich',
        colour: 'teal',
        endpoints: ['https://etcd-1.example.com:2379', 'https://[2001:db8::1]:2379'],
        user: 'alice',
        tls: {
          ca: '/home/user/certificates/ca.pem',
          certificate: '/home/user/certificates/client.pem',
          key: '/home/user/certificates/client-key.pem',
          serverName: 'etcd.example.com',
          skipVerify: true,
        },
        roundTripMs: 2000,
        hasPassword: true,
      },
      {
        id: 'dc25f8a4-655e-43ea-8a02-e076dd8612e4',
        name: 'plain',
        colour: 'red',
        endpoints: ['http://127.0.0.1:2379'],
        user: null,
        tls,
        roundTripMs: 2000,
        hasPassword: false,
      },
      {
        id: '12d04f18-cc9c-446c-a32a-fee5324d5ff5',
        name: 'asks each time',
        // The first format's gold looked like a leader.
        colour: 'cyan',
        endpoints: ['http://127.0.0.1:2379'],
        user: 'bob',
        tls,
        roundTripMs: 2000,
        hasPassword: false,
      },
    ],
  });
  const endpoints = ['http://127.0.0.1:2379'];
  const more = { endpoints, user: null, password: null, tls, roundTripMs: 2000 };
  const plain: ConnectionDraft = { name: 'plain', colour: 'red', ...more };
  await remotes.save('dc25f8a4-655e-43ea-8a02-e076dd8612e4', plain);
  // A field that came later has its usual value.
  const connections = before.connections.map((each) => ({
    ...each,
    colour: each.colour === 'gold' ? 'cyan' : each.colour,
    roundTripMs: 2000,
  }));
  expect(JSON.parse(onDisk())).toEqual({ version: 2, connections });
  remotes.dispose();
});

it('connections of a newer app are said to be that, none is shown or saved, and the file is left alone', async () => {
  place('connections-v99.json');
  const before = onDisk();
  const sealed: string[] = [];
  const remotes = open({
    ...weak,
    encrypt: (text) => {
      sealed.push(text);
      return weak.encrypt(text);
    },
  });
  const data = { path: join(folder, 'connections.json'), version: 99, known: 2 };
  expect(remotes.state.value).toMatchObject({ connections: [], problem: { code: 'FILE_NEWER', data } });
  await expect(remotes.save(null, draft)).rejects.toMatchObject({ code: 'FILE_NEWER', data });
  expect(() => remotes.remove('fa2313be-296a-4bdf-a0a5-0ae8f8079b1d')).toThrow(
    expect.objectContaining({ code: 'NOT_FOUND' }),
  );
  expect(sealed).toEqual([]);
  expect(remotes.state.value.connections).toEqual([]);
  remotes.dispose();
  expect(onDisk()).toBe(before);
  expect(readdirSync(folder)).toEqual(['connections.json']);
});
