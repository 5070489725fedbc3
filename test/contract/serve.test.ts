import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEY_HEADER, keyProtocol, SOCKET_PROTOCOL } from '@shared/session-key';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { addressForOnce } from '../../scripts/steps/serve.mjs';
import { silentLog } from '../../src-main/base/log';
import { readSite } from '../../src-main/base/site';
import { type RunningServer, startServer } from '../../src-main/serve/server';
import { pageSocket, session } from './transports';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let root = '';
let server: RunningServer;
let cookie = '';
let key = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-serve-'));
  await mkdir(join(root, 'site', 'assets'), { recursive: true });
  await writeFile(join(root, 'site', 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(root, 'site', 'assets', 'main-1a2b.js'), 'export {};');
  await writeFile(join(root, 'secret.json'), 'secret');
  const site = await readSite(join(root, 'site'));
  server = await startServer({ router: {}, site, host: '127.0.0.1', port: 0, log: silentLog });
  ({ cookie, key } = await session(server.url));
});
afterAll(async () => {
  await server.dispose();
  await rm(root, { recursive: true });
});

/** A request that a browser's fetch would not make: any path, any headers. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: server.port, path, method, headers, agent: false };
    const sent = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The outcome of opening a WebSocket: 'open', or the status of the refusal. */
function upgrade(headers: Record<string, string>, path = '/rpc', protocols = withKey()): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, protocols, { headers });
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('error', (error) => resolve(/\d{3}$/.exec(error.message)?.[0] ?? error.message));
  });
}

const withKey = (of = key) => [SOCKET_PROTOCOL, keyProtocol(of)];
const token = () => new URL(server.url).searchParams.get('token') ?? '';
const own = () => `http://127.0.0.1:${server.port}`;

describe('the door', () => {
  it('exchanges the token for a key, and a cookie that no script reads and no other site sends', async () => {
    const { status, headers, body } = await get(`/?token=${token()}`);
    // Browsers keep no page with this status in their history.
    expect(status).toBe(404);
    expect(body).toContain(`<meta name="key" content="${key}"><script src="/door.js" defer>`);
    expect((await get('/door.js')).body).toContain("location.replace('/')");
    expect([headers['content-security-policy'], headers['cache-control']]).toEqual([
      expect.stringContaining("script-src 'self';"),
      'no-store',
    ]);
    expect([cookie, token()].join()).not.toContain(key);
    const [made = ''] = headers['set-cookie'] ?? [];
    expect(made).toMatch(/^quorate_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(made).toContain(`quorate_${server.port}=`);
    expect(made).not.toContain(token());
  });

  it.each([
    ['no token', '/', {}],
    ['an empty token', '/?token=', {}],
    ['a wrong token', '/?token=wrong', {}],
    ['a token elsewhere than at the door', '/assets/main-1a2b.js?token=', {}],
    ['a wrong cookie', '/', { cookie: 'quorate_1=x' }],
    ['a file without a session', '/assets/main-1a2b.js', {}],
    ['a plain request for the WebSocket', '/rpc', {}],
  ])('refuses %s with a page that says what to do', async (_name, path, headers) => {
    const answer = await get(path, headers);
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('Open the address that Quorate printed');
    expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('gives whoever has the token a ticket for a command line, which is good once', async () => {
    const url = new URL((await addressForOnce(server.url)) ?? '');
    expect(url.origin).toBe(own());
    expect(url.searchParams.get('token')).not.toBe(token());
    const door = `${url.pathname}${url.search}`;
    const { status, headers } = await get(door);
    expect([status, headers['set-cookie']?.length]).toEqual([404, 1]);
    expect((await get(door)).status).toBe(401);
    expect((await get(`/?token=${token()}`)).body).toContain(key);
  });

  it('gives no ticket for a ticket, nor to a session', async () => {
    const ticket = new URL((await addressForOnce(server.url)) ?? '').search;
    expect((await get(`/ticket${ticket}`)).status).toBe(401);
    expect((await get('/ticket', { cookie })).status).toBe(404);
    expect(await addressForOnce(`${own()}/?token=wrong`)).toBeNull();
  });

  it('takes tokens of 256 bits, another at each start', async () => {
    const second = await startServer({
      router: {},
      site: new Map(),
      host: '127.0.0.1',
      port: 0,
      log: silentLog,
    });
    const others = new URL(second.url).searchParams.get('token') ?? '';
    await second.dispose();
    expect(Buffer.from(token(), 'base64url')).toHaveLength(32);
    expect(others).not.toBe(token());
  });
});

describe('the window’s files', () => {
  it('come with the headers that keep scripts out and the page in no frame', async () => {
    const { status, headers, body } = await get('/', { cookie });
    expect([status, body]).toEqual([200, '<!doctype html><title>the page</title>']);
    const policy = headers['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${server.port};`);
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
  });

  it('are kept for ever when their name changes with their content', async () => {
    const { headers } = await get('/assets/main-1a2b.js', { cookie });
    expect(headers['content-type']).toContain('text/javascript');
    expect(headers['cache-control']).toContain('immutable');
  });

  it.each([
    '/../secret.json',
    '/assets/../../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/assets/..%5c..%5csecret.json',
    '//secret.json',
    '/index.html/../../secret.json',
    '/%00',
    '/assets',
    '/__proto__',
  ])('and no others: %s', async (path) => {
    const { status, body } = await get(path, { cookie });
    expect(status).toBe(404);
    expect(body).not.toContain('secret');
  });

  it('are given without a body to HEAD, and refused to what would change something', async () => {
    expect(await get('/', { cookie }, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect((await get('/', { cookie }, 'POST')).status).toBe(405);
  });
});

describe('another site', () => {
  it.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example'])(
    'that points its name %s here is refused, with a session and without',
    async (host) => {
      expect((await get('/', { host, cookie })).status).toBe(421);
      expect((await get(`/?token=${token()}`, { host })).status).toBe(421);
      expect(await upgrade({ host, cookie, origin: `http://${host}` })).toBe('403');
    },
  );

  it('may call us localhost', async () => {
    expect((await get('/', { host: `LOCALHOST:${server.port}`, cookie })).status).toBe(200);
  });

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1', 'app://quorate'])(
    'cannot open a WebSocket from the origin %s',
    async (origin) => {
      expect(await upgrade({ cookie, origin })).toBe('403');
    },
  );
});

describe('a WebSocket', () => {
  it('opens for a page of ours with the key', async () => {
    expect(await upgrade({ cookie, origin: own() })).toBe('open');
  });

  it('is refused to whoever has only the cookie, which browsers send to every port', async () => {
    expect(await upgrade({ cookie, origin: own() }, '/rpc', [])).toBe('401');
    expect(await upgrade({ cookie, origin: own() }, '/rpc', withKey(''))).toBe('401');
    expect(await upgrade({ cookie, origin: own() }, '/rpc', withKey(token()))).toBe('401');
    expect(await upgrade({ cookie, origin: own() }, '/rpc', withKey(cookie.split('=')[1]))).toBe('401');
    expect((await get('/rpc', { cookie })).status).toBe(401);
    expect((await get('/rpc', { [KEY_HEADER]: 'x', cookie })).status).toBe(401);
    expect((await get('/rpc', { [KEY_HEADER]: key })).status).toBe(426);
    // Nor do the window's files tell the key.
    expect((await get('/', { cookie })).body).not.toContain(key);
  });

  it('that is refused is closed, even when the other side keeps its half open', async () => {
    const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
    const asks = `Host: 127.0.0.1:${server.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`;
    socket.write(`GET /rpc HTTP/1.1\r\n${asks}\r\n`);
    socket.resume();
    await new Promise((resolve) => socket.once('end', resolve));
    // Writing to a connection that the server closed whole fails; half closed it would go on for ever.
    const failed = new Promise((resolve) => socket.once('error', resolve));
    const writing = setInterval(() => socket.write('x'), 20);
    expect(await failed).toMatchObject({ code: expect.stringMatching(/EPIPE|ECONNRESET/) as unknown });
    clearInterval(writing);
    socket.destroy();
  });

  it('is refused without an origin, and elsewhere', async () => {
    expect(await upgrade({ cookie })).toBe('403');
    expect(await upgrade({ cookie, origin: own() }, '/other')).toBe('404');
  });

  it('that breaks off in its opening harms nobody', async () => {
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /rpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    socket.destroy();
    expect((await get('/', { cookie })).status).toBe(200);
  });
});

it('a server that ends closes what is open, and its port is free', async () => {
  const first = await startServer({
    router: {},
    site: new Map(),
    host: '127.0.0.1',
    port: 0,
    log: silentLog,
  });
  const socket = pageSocket(await session(first.url));
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await first.dispose();
  await closed;
  const again = await startServer({
    router: {},
    site: new Map(),
    host: '127.0.0.1',
    port: first.port,
    log: silentLog,
  });
  expect(again.port).toBe(first.port);
  await again.dispose();
});
