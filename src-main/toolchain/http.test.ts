import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { until } from '../../test/support/until';
import type { Network } from './download';
import { downloadText, isThere } from './download';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** Starts a server and returns its address as `host:port`. */
async function serve(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' ? `127.0.0.1:${address?.port ?? 0}` : '';
}

function network(environment: Network['environment'] = {}): Network {
  return { environment, stallMs: 10_000 };
}

const { signal } = new AbortController();

it('a proxy is asked for the whole address, with the name and password that its own address holds', async () => {
  const proxy = await serve(
    createServer((request, response) => {
      response.end(`${request.url} ${request.headers.host} ${request.headers['proxy-authorization']}`);
    }),
  );
  const through = network({ http_proxy: `http://me:p%40ss@${proxy}` });
  const basic = Buffer.from('me:p@ss').toString('base64');
  expect(await downloadText('http://releases.invalid/v1/SHA256SUMS', through, signal)).toBe(
    `http://releases.invalid/v1/SHA256SUMS releases.invalid Basic ${basic}`,
  );
});

it('a proxy is asked for a tunnel to a secure address, and its refusal is told', async () => {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  const proxy = await serve(server);
  const url = 'https://releases.invalid/v1/SHA256SUMS';
  await expect(downloadText(url, network({ https_proxy: proxy }), signal)).rejects.toMatchObject({
    code: 'DOWNLOAD_FAILED',
    data: { url, reason: { kind: 'proxy-status', proxy, status: 407 } },
  });
  expect(asked).toEqual(['releases.invalid:443']);
});

it('a proxy of another kind is refused with a word about it', async () => {
  const through = network({ https_proxy: 'socks5://proxy.invalid:1080' });
  await expect(downloadText('https://releases.invalid/x', through, signal)).rejects.toMatchObject({
    data: { reason: { kind: 'proxy-scheme', scheme: 'socks5:', proxy: 'proxy.invalid:1080' } },
  });
});

it('a tunnel that leads to no TLS fails, and leaves no connection', async () => {
  const server = createServer();
  server.on('connect', (_request, socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    socket.once('data', () => socket.end('no TLS here'));
  });
  const proxy = await serve(server);
  const through = network({ https_proxy: proxy });
  await expect(downloadText('https://releases.invalid/x', through, signal)).rejects.toMatchObject({
    code: 'DOWNLOAD_FAILED',
  });
  await until('the connection is gone', async () => (await connections(server)) === 0);
});

it('an address that is no web address fails with a word about it', async () => {
  for (const url of ['ftp://127.0.0.1/x', 'no address'])
    await expect(downloadText(url, network(), signal)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      data: { url },
    });
});

it('a text that is far too long is refused', async () => {
  const host = await serve(createServer((_request, response) => response.end(Buffer.alloc(2 ** 20 + 1))));
  await expect(downloadText(`http://${host}/SHA256SUMS`, network(), signal)).rejects.toMatchObject({
    data: { reason: { kind: 'too-long' } },
  });
});

it('what is not there is told from what fails', async () => {
  const host = await serve(
    createServer((request, response) => response.writeHead(request.url === '/there' ? 200 : 404).end('x')),
  );
  expect(await isThere(`http://${host}/there`, network(), signal)).toBe(true);
  expect(await isThere(`http://${host}/gone`, network(), signal)).toBe(false);
  expect(await downloadText(`http://${host}/gone`, network(), signal)).toBeNull();
});

it('a cancelled download is no failure of the network', async () => {
  const abort = new AbortController();
  const host = await serve(createServer(() => abort.abort()));
  await expect(downloadText(`http://${host}/x`, network(), abort.signal)).rejects.toMatchObject({
    code: 'CANCELLED',
  });
});

function connections(server: Server): Promise<number> {
  return new Promise((resolve, reject) =>
    server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}
