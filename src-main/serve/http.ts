import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { errorText } from '../base/failure';
import type { Log } from '../base/log';
import { pageHeaders, type SiteFile } from '../base/site';
import { texts } from '../base/texts';
import type { Access } from './access';
import { signedInPage, signInPage } from './door-pages';

const HTML = 'text/html; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * Answers a browser's requests: '/?token=' starts a session, and a session may read the window's files. A program
 * that starts a browser gets a ticket for it from '/ticket?token='. The WebSocket at '/rpc' is served elsewhere; a
 * plain request there tells a page whether its session is still valid.
 */
export function requestListener(
  site: ReadonlyMap<string, SiteFile>,
  access: Access,
  log: Log,
): RequestListener {
  return (request, response) => {
    answer(request, response, site, access).catch((error: unknown) => {
      log.error('a request failed', { url: request.url, reason: errorText(error) });
      if (!response.headersSent) send(response, 500, TEXT, `${texts.answers.fileNotRead}\n`);
      else response.destroy();
    });
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  site: ReadonlyMap<string, SiteFile>,
  access: Access,
): Promise<void> {
  if (access.refusedHost(request)) {
    send(response, 421, TEXT, `${texts.answers.otherName}\n`);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(response, 405, TEXT, `${texts.answers.onlyGet}\n`, { allow: 'GET, HEAD' });
    return;
  }
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const given = new URLSearchParams(query).get('token');
  if (path === '/ticket' && given !== null && access.isToken(given)) {
    send(response, 200, TEXT, access.makeTicket());
    return;
  }
  const token = path === '/' ? given : null;
  if (token !== null && access.admits(token)) {
    const cookie = { 'set-cookie': access.sessionCookie };
    if (request.headers['sec-fetch-site'] === 'cross-site') send(response, 200, HTML, signedInPage, cookie);
    else send(response, 303, TEXT, '', { ...cookie, location: '/' });
    return;
  }
  if (token !== null || access.refused(request)) {
    send(response, 401, HTML, signInPage);
    return;
  }
  const found = site.get(path);
  if (found) {
    const body = await readFile(found.file);
    send(
      response,
      200,
      found.type,
      body,
      found.hashed ? { 'cache-control': FOREVER } : {},
      request.headers.host,
    );
  } else if (path === '/rpc')
    send(response, 426, TEXT, `${texts.answers.webSocket}\n`, { upgrade: 'websocket' });
  else send(response, 404, TEXT, `${texts.answers.nothing}\n`);
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
  host?: string,
): void {
  response.writeHead(status, {
    ...pageHeaders(host === undefined ? "'none'" : `'self' ws://${host}`),
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}
