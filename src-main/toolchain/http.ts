import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { DownloadReason } from '@shared/contract/reasons';
import type { Environment } from './proxy';
import { proxyFor } from './proxy';
import { isSafeBase } from './release';

/** A download that failed for a reason that the app knows. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    readonly reason: DownloadReason,
    options?: ErrorOptions,
  ) {
    super(JSON.stringify(reason), options);
  }
}

/** GitHub redirects once, mirrors a few times. */
const MAX_REDIRECTS = 5;
const HEADERS = { 'user-agent': 'quorate', accept: '*/*', 'accept-encoding': 'identity' };

/**
 * Requests `url` and resolves when the headers of the answer are there; the caller reads or destroys the body.
 * Follows redirects, but never from https to http. Uses the proxy named in `environment`, which Node's own `fetch`
 * cannot do before Node 24. `signal` aborts the request at any time, including its body. Throws a
 * `DownloadError`, or what Node throws; see `transfer`.
 */
export async function get(url: URL, environment: Environment, signal: AbortSignal): Promise<IncomingMessage> {
  let at = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await getOnce(at, environment, signal);
    const { location } = response.headers;
    const status = response.statusCode ?? 0;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) return response;
    response.destroy();
    const next = new URL(location, at);
    if (next.protocol !== 'https:' && (at.protocol === 'https:' || !isSafeBase(next)))
      throw new DownloadError({ kind: 'insecure-redirect', url: next.href });
    at = next;
  }
  throw new DownloadError({ kind: 'redirects', most: MAX_REDIRECTS });
}

async function getOnce(url: URL, environment: Environment, signal: AbortSignal): Promise<IncomingMessage> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new DownloadError({ kind: 'scheme', scheme: url.protocol });
  const proxy = proxyFor(url, environment);
  if (proxy === null) {
    const send = url.protocol === 'https:' ? requestSecure : requestPlain;
    return answer(send(url, { headers: HEADERS, agent: false, signal }));
  }
  const via = proxyUrl(proxy);
  if (url.protocol === 'http:')
    return answer(
      requestPlain({ ...proxyOptions(via, signal, { ...HEADERS, host: url.host }), path: url.href }),
    );
  const socket = await tunnel(via, url, signal);
  return answer(
    requestSecure(url, {
      // Without an agent Node assumes the default port 80, and would send a wrong host.
      headers: { ...HEADERS, host: url.host },
      signal,
      createConnection: () => connectSecure({ socket, servername: url.hostname }),
    }),
  );
}

function proxyUrl(proxy: string): URL {
  const url = new URL(proxy);
  if (url.protocol !== 'http:')
    throw new DownloadError({ kind: 'proxy-scheme', scheme: url.protocol, proxy: url.host });
  return url;
}

/** Asks the proxy for a tunnel to the target (RFC 9110, 9.3.6). */
function tunnel(proxy: URL, target: URL, signal: AbortSignal): Promise<Socket> {
  const authority = `${target.hostname}:${target.port || '443'}`;
  const request = requestPlain({
    ...proxyOptions(proxy, signal, { host: authority }),
    method: 'CONNECT',
    path: authority,
  });
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) {
        // Node considers the request finished, so its signal no longer controls the socket.
        const end = () => void socket.destroy();
        signal.addEventListener('abort', end, { once: true });
        socket.once('close', () => signal.removeEventListener('abort', end));
        resolve(socket);
      } else {
        socket.destroy();
        const status = response.statusCode ?? null;
        reject(new DownloadError({ kind: 'proxy-status', proxy: proxy.host, status }));
      }
    });
    request.end();
  });
}

function proxyOptions(proxy: URL, signal: AbortSignal, headers: Record<string, string>): RequestOptions {
  const user = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = { 'proxy-authorization': `Basic ${Buffer.from(user).toString('base64')}` };
  return {
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port || '80',
    agent: false,
    headers: { ...headers, ...(proxy.username === '' ? {} : authorization) },
    signal,
  };
}

function answer(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Never removed: an error after the answer also reaches the answer's own stream, which reports it.
    request.on('error', reject);
    request.end();
  });
}
