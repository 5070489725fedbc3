import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { addressForOnce } from '../../scripts/steps/serve.mjs';
import { silentLog } from '../../src-main/base/log';
import { readSite } from '../../src-main/base/site';
import { type RunningServer, startServer } from '../../src-main/serve/server';
import { session } from './transports';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let root = '';
let server: RunningServer;
let cookie = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-serve-'));
  await mkdir(join(root, 'site', 'assets'), { recursive: true });
  await writeFile(join(root, 'site', 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(root, 'site', 'assets', 'main-1a2b.js'), 'export {};');
  await writeFile(join(root, 'secret.json'), 'secret');
  const site = await readSite(join(root, 'site'));
  server = await startServer({ router: {}, site, host: '127.0.0.1', port: 0, log: silentLog });
  cookie = (await session(server.url)).cookie;
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
function upgrade(headers: Record<string, string>, path = '/rpc'): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.once('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.once('error', (error) => resolve(/\d{3}$/.exec(error.message)?.[0] ?? error.message));
  });
}

const token = () => new URL(server.url).searchParams.get('token') ?? '';
const own = () => `http://127.0.0.1:${server.port}`;

describe('the door', () => {
  it('exchanges the token for a cookie that no script reads and no other site sends, and goes on to the page', async () => {
    const { status, headers } = await get(`/?token=${token()}`);
    expect([status, headers.location]).toEqual([303, '/']);
    const [made = ''] = headers['set-cookie'] ?? [];
    expect(made).toMatch(/^quorate_\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(made).toContain(`quorate_${server.port}=`);
    expect(made).not.toContain(token());
  });

  it('lets a link on another site in by a page of its own, since its redirect would be sent without the cookie', async () => {
    const { status, headers, body } = await get(`/?token=${token()}`, { 'sec-fetch-site': 'cross-site' });
    expect([status, headers['set-cookie']?.length]).toEqual([200, 1]);
    expect(body).toContain('http-equiv="refresh" content="0; url=/"');
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
    expect([status, headers.location, headers['set-cookie']?.length]).toEqual([303, '/', 1]);
    expect((await get(door)).status).toBe(401);
    expect((await get(`/?token=${token()}`)).status).toBe(303);
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
  it('opens for a page of ours with a session', async () => {
    expect(await upgrade({ cookie, origin: own() })).toBe('open');
  });

  it('is refused without a session, without an origin, and elsewhere', async () => {
    expect(await upgrade({ origin: own() })).toBe('401');
    expect(await upgrade({ origin: own(), cookie: `quorate_${server.port}=${token()}` })).toBe('401');
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
  const socket = new WebSocket(`ws://127.0.0.1:${first.port}/rpc`, { headers: await session(first.url) });
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
