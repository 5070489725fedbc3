import { readFile } from 'node:fs/promises';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { errorText } from '../base/failure';
import type { Log } from '../base/log';
import { pageHeaders, type SiteFile } from '../base/site';
import { texts } from '../base/texts';
import type { Access } from './access';
import { DOOR_SCRIPT_PATH, doorScript, signedInPage, signInPage } from './door-pages';
import type { Refusals } from './refusals';

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const TEXT = 'text/plain; charset=utf-8';
const FOREVER = 'public, max-age=31536000, immutable';

/**
 * The status of the page that lets a browser in. Browsers list no page with an error status in their history and do
 * not complete addresses from it, so the token does not come up there.
 */
const LET_IN = 404;

/**
 * Answers a browser's requests: '/?token=' starts a session, and a session may read the window's files. A program
 * that starts a browser gets a ticket for it from '/ticket?token='. The WebSocket at '/rpc' is served elsewhere; a
 * plain request there tells a page whether its key is still valid.
 */
export function requestListener(
  site: ReadonlyMap<string, SiteFile>,
  access: Access,
  refusals: Refusals,
  log: Log,
): RequestListener {
  return (request, response) => {
    response.once('finish', () => {
      if (response.statusCode === 401 || response.statusCode === 421)
        refusals.add(String(response.statusCode));
    });
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
    send(response, LET_IN, HTML, signedInPage(access.key), { 'set-cookie': access.sessionCookie });
    return;
  }
  if (path === DOOR_SCRIPT_PATH) {
    send(response, 200, SCRIPT, doorScript);
    return;
  }
  if (path === '/rpc' && access.hasKey(request)) {
    send(response, 426, TEXT, `${texts.answers.webSocket}\n`, { upgrade: 'websocket' });
    return;
  }
  if (token !== null || path === '/rpc' || access.refused(request)) {
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
  } else send(response, 404, TEXT, `${texts.answers.nothing}\n`);
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
