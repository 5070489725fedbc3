import { readFile } from 'node:fs/promises';
import { PAGE_SCHEME } from '@shared/port';
import { protocol } from 'electron';
import { errorText } from '../base/failure';
import type { Log } from '../base/log';
import { escapeHtml, noticePage } from '../base/notice-page';
import { pageHeaders, type SiteFile } from '../base/site';
import { texts } from '../base/texts';

/** The origin of the window's page; it has none of the rights of file://. */
export const PAGE_ORIGIN = `${PAGE_SCHEME}://quorate`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;
/** A page that needs no files, shown when the window's own cannot be loaded. */
export const FAILED_URL = `${PAGE_ORIGIN}/failed`;

/** Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: PAGE_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ]);
}

/** Serves the window's files, and nothing else, on app://quorate. */
export function servePage(site: ReadonlyMap<string, SiteFile>, log: Log): void {
  const headers = pageHeaders("'none'");
  const failed = (reason: string) =>
    new Response(failedPage(reason), {
      status: 200,
      headers: { ...headers, 'content-type': 'text/html; charset=utf-8' },
    });
  protocol.handle(PAGE_SCHEME, async (request) => {
    const { origin, pathname, searchParams, host } = new URL(request.url);
    if (origin !== PAGE_ORIGIN && host !== 'quorate') return new Response(null, { status: 404 });
    if (pathname === '/failed') return failed(searchParams.get('reason') ?? '');
    const found = site.get(pathname);
    if (!found) return new Response(null, { status: 404 });
    try {
      return new Response(await readFile(found.file), {
        headers: { ...headers, 'content-type': found.type },
      });
    } catch (error) {
      log.error('a file of the window could not be read', { file: found.file, reason: errorText(error) });
      return pathname === '/' ? failed(errorText(error)) : new Response(null, { status: 500 });
    }
  });
}

function failedPage(reason: string): string {
  const { title, text } = texts.notLoaded;
  return noticePage({ title, text: text(escapeHtml(reason)) });
}
