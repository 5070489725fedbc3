import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createWebServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { EtcdClient } from '../../../src-main/etcd/links/client';
import { openCredentials } from '../../../src-main/etcd/links/credentials';
import { getKey, put } from '../../../src-main/etcd/calls/kv';
import { systemTls, type TlsSettings } from '../../../src-main/etcd/tls/security';
import { type CertificateFiles, TestCa } from '../../support/etcd/certificates';
import { etcdFolders, startCluster, type TestCluster } from '../../support/etcd/etcd';
import { freePorts } from '../../support/ports';

const clients = new Set<EtcdClient>();
let folder: string;
let ca: TestCa;
let otherCa: TestCa;
let ours: CertificateFiles;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-tls-'));
  ca = new TestCa(join(folder, 'ca'));
  otherCa = new TestCa(join(folder, 'other'), 'somebody else');
  ours = ca.issue('ours', { name: 'quorate' });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
afterEach(disconnect);

function disconnect(): void {
  for (const client of clients) client.dispose();
  clients.clear();
}

function clientOf(endpoint: string, tls: Partial<TlsSettings> | null): EtcdClient {
  const credentials = openCredentials({ user: null, tls: tls && { ...systemTls, ...tls } });
  const client = new EtcdClient({ endpoints: [endpoint], credentials, log: silentLog });
  clients.add(client);
  return client;
}

const key = Uint8Array.of(47, 0xff);
const value = Uint8Array.of(0, 0xfe);

/** A node that serves plain HTTP for the test's own tools, and TLS on another port. */
async function secureNode(
  server: CertificateFiles,
  { etcd, flags = [] }: { etcd?: string; flags?: readonly string[] } = {},
): Promise<{ cluster: TestCluster; port: number }> {
  const [port = 0] = await freePorts(1);
  const cluster = await startCluster({
    size: 1,
    ...(etcd !== undefined && { folder: etcd }),
    flags: ({ clientPort }) => [
      `--listen-client-urls=http://127.0.0.1:${clientPort},https://127.0.0.1:${port}`,
      `--cert-file=${server.certificate}`,
      `--key-file=${server.key}`,
      ...flags,
    ],
  });
  return { cluster, port };
}

describe.each(etcdFolders())('etcd $version that wants client certificates', ({ folder: etcd }) => {
  let cluster: TestCluster;
  let endpoint: string;

  beforeAll(async () => {
    const server = ca.issue('server', { name: 'etcd', hosts: ['127.0.0.1', 'etcd.example'] });
    const flags = ['--client-cert-auth=true', `--trusted-ca-file=${ca.file}`];
    const started = await secureNode(server, { etcd, flags });
    cluster = started.cluster;
    endpoint = `https://127.0.0.1:${started.port}`;
  });
  afterAll(() => cluster.dispose());

  it('serves whoever has one', async () => {
    const client = clientOf(endpoint, { ca: ca.file, ...ours });
    await put(client, { key, value });
    expect((await getKey(client, key))?.value).toEqual(value);
  });

  it('says that it wants one', async () => {
    const client = clientOf(endpoint, { ca: ca.file });
    await expect(put(client, { key, value })).rejects.toMatchObject({
      code: 'CLIENT_CERTIFICATE_REQUIRED',
      data: { endpoint },
    });
    expect(client.health.value[0]?.state).toBe('fails');
  });

  it('refuses one that somebody else has signed, and one that has expired', async () => {
    const foreign = otherCa.issue('foreign', { name: 'quorate' });
    const old = ca.issue('old', { name: 'quorate', until: new Date(Date.now() - 3_600_000) });
    for (const files of [foreign, old]) {
      const client = clientOf(endpoint, { ca: ca.file, ...files });
      await expect(getKey(client, key)).rejects.toMatchObject({ code: 'CLIENT_CERTIFICATE_REFUSED' });
    }
  });

  it('is refused when nobody whom we trust has signed its certificate', async () => {
    for (const file of [otherCa.file, null]) {
      const client = clientOf(endpoint, { ca: file, ...ours });
      await expect(getKey(client, key)).rejects.toMatchObject({
        code: 'CERTIFICATE_UNTRUSTED',
        data: { endpoint, detail: expect.stringMatching(/\w/) as string },
      });
    }
  });

  it('is refused when its certificate is not for the name that was asked for', async () => {
    const client = clientOf(endpoint, { ca: ca.file, ...ours, serverName: 'another.example' });
    await expect(getKey(client, key)).rejects.toMatchObject({
      code: 'CERTIFICATE_OTHER_NAME',
      data: { endpoint, asked: 'another.example', names: '127.0.0.1, etcd.example' },
    });
    const named = clientOf(endpoint, { ca: ca.file, ...ours, serverName: 'etcd.example' });
    await put(named, { key, value });
  });

  it('is taken as it is when that was asked for', async () => {
    const client = clientOf(endpoint, { ca: otherCa.file, ...ours, skipVerify: true });
    await put(client, { key, value });
  });

  it('is not spoken to without TLS, and the reason is said', async () => {
    const client = clientOf(endpoint.replace('https', 'http'), null);
    await expect(getKey(client, key)).rejects.toMatchObject({
      code: 'TLS_MISMATCH',
      data: { speaks: 'tls' },
    });
  });

  it('serves its plain port without TLS only', async () => {
    const plain = cluster.endpoints[0] ?? '';
    const client = clientOf(plain.replace('http', 'https'), { ca: ca.file });
    await expect(getKey(client, key)).rejects.toMatchObject({
      code: 'TLS_MISMATCH',
      data: { speaks: 'plain' },
    });
  });
});

it.each([
  ['expired', { until: new Date(Date.now() - 3_600_000) }],
  ['not-yet-valid', { from: new Date(Date.now() + 3_600_000) }],
] as const)('a certificate that is %s is refused as such', async (reason, validity) => {
  const server = ca.issue(reason, { name: 'etcd', hosts: ['127.0.0.1'], ...validity });
  const { cluster, port } = await secureNode(server);
  try {
    const endpoint = `https://127.0.0.1:${port}`;
    const client = clientOf(endpoint, { ca: ca.file });
    await expect(getKey(client, key)).rejects.toMatchObject({
      code: 'CERTIFICATE_EXPIRED',
      data: { endpoint, reason },
    });
  } finally {
    await cluster.dispose();
  }
});

describe('certificate files', () => {
  const open = (tls: Partial<TlsSettings>) =>
    Promise.resolve({ ...systemTls, ...tls }).then((all) => openCredentials({ user: null, tls: all }));

  it('that cannot be read are named with the reason, before anything is dialled', async () => {
    const none = join(folder, 'none.pem');
    const text = join(folder, 'text.pem');
    await writeFile(text, 'hello');
    await expect(open({ ca: none })).rejects.toMatchObject({
      code: 'CERTIFICATE_UNREADABLE',
      data: { part: 'ca', path: none, reason: { kind: 'missing' } },
    });
    const pipe = join(folder, 'pipe.pem');
    execFileSync('mkfifo', [pipe]);
    for (const ca of [folder, pipe, '/dev/zero'])
      await expect(open({ ca })).rejects.toMatchObject({
        data: { part: 'ca', reason: { kind: 'folder' } },
      });
    await expect(open({ certificate: text, key: ours.key })).rejects.toMatchObject({
      code: 'CERTIFICATE_UNREADABLE',
      data: { part: 'certificate', path: text, reason: { kind: 'no-certificate' } },
    });
    const chain = join(folder, 'chain.pem');
    const damaged = '-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n';
    await writeFile(chain, (await readFile(ours.certificate, 'utf8')) + damaged);
    await expect(open({ certificate: chain, key: ours.key })).rejects.toMatchObject({
      code: 'CERTIFICATE_UNREADABLE',
      data: { part: 'certificate', path: chain, reason: { kind: 'partly' } },
    });
    await expect(open({ ca: chain })).rejects.toMatchObject({
      data: { part: 'ca', path: chain, reason: { kind: 'partly' } },
    });
    const keys = join(folder, 'keys.pem');
    await writeFile(keys, (await readFile(ours.key, 'utf8')).repeat(2));
    await expect(open({ certificate: keys, key: ours.key })).rejects.toMatchObject({
      data: { part: 'certificate', reason: { kind: 'no-certificate' } },
    });
    await expect(open({ certificate: ours.certificate, key: text })).rejects.toMatchObject({
      data: { part: 'key', reason: { kind: 'no-key' } },
    });
    await expect(open({ certificate: ours.certificate })).rejects.toMatchObject({
      data: { part: 'key', path: '' },
    });
  });

  it('that TLS refuses are named with its reason, before anything is dialled', async () => {
    const weak = ca.issue('weak', {
      name: 'quorate',
      keys: generateKeyPairSync('rsa', { modulusLength: 512 }),
    });
    await expect(open(weak)).rejects.toMatchObject({
      code: 'CERTIFICATE_UNREADABLE',
      data: {
        part: 'certificate',
        path: weak.certificate,
        reason: { kind: 'tls', detail: 'ee key too small' },
      },
    });
    const damaged = join(folder, 'damaged.pem');
    const other = '-----BEGIN X509 CRL-----\n!!!\n-----END X509 CRL-----\n';
    await writeFile(damaged, (await readFile(ours.certificate, 'utf8')) + other);
    await expect(open({ certificate: damaged, key: ours.key })).rejects.toMatchObject({
      data: { part: 'certificate', path: damaged, reason: { kind: 'tls', detail: 'bad base64 decode' } },
    });
  });

  it('that do not belong together are refused', async () => {
    const others = ca.issue('others', { name: 'x' });
    await expect(open({ certificate: ours.certificate, key: others.key })).rejects.toMatchObject({
      code: 'CERTIFICATE_KEY_MISMATCH',
      data: { certificate: ours.certificate, key: others.key },
    });
  });
});

describe('what is no etcd', () => {
  const servers = new Set<Server>();
  afterEach(async () => {
    disconnect();
    for (const server of servers) await new Promise((resolve) => server.close(resolve));
    servers.clear();
  });

  async function listen(server: Server): Promise<string> {
    servers.add(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    return `http://127.0.0.1:${address !== null && typeof address !== 'string' ? address.port : 0}`;
  }

  it.each([
    ['a web server', createWebServer((_, response) => response.end('hello')), 'web'],
    [
      'one that answers at random',
      createServer((socket) =>
        socket
          .on('error', () => undefined)
          .resume()
          .end('220 ready\r\n'),
      ),
      'unknown',
    ],
  ])('is told as %s', async (_, server, found) => {
    const endpoint = await listen(server);
    const client = clientOf(endpoint, null);
    await expect(getKey(client, key)).rejects.toMatchObject({
      code: 'NOT_ETCD',
      data: { endpoint, found: { kind: found } },
    });
  });

  it('is told as another gRPC server', async () => {
    const server = new grpc.Server();
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    try {
      const client = clientOf(`http://127.0.0.1:${port}`, null);
      await expect(getKey(client, key)).rejects.toMatchObject({
        code: 'NOT_ETCD',
        data: { found: { kind: 'grpc' } },
      });
    } finally {
      server.forceShutdown();
    }
  });
});
