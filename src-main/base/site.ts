import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { texts } from './texts';

/** A file that is served to the page. */
export interface SiteFile {
  readonly file: string;
  readonly type: string;
  /** Whether its name changes with its content, so that browsers may cache it forever. */
  readonly hashed: boolean;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * Reads the built window into a map from URL path to file. Only files in the map are served, so no request path
 * can reach another file. '/' is the page. Fails when the folder does not exist, that is, when the window was not
 * built.
 */
export async function readSite(folder: string): Promise<ReadonlyMap<string, SiteFile>> {
  const site = new Map<string, SiteFile>();
  const walk = async (path: string, url: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      const [file, address] = [join(path, entry.name), `${url}${encodeURIComponent(entry.name)}`];
      if (entry.isDirectory()) await walk(file, `${address}/`);
      const type = types[extname(entry.name)];
      if (!entry.isFile() || type === undefined) continue;
      site.set(address, { file, type, hashed: url.startsWith('/assets/') });
    }
  };
  await walk(folder, '/');
  const page = site.get('/index.html');
  if (!page) throw new Error(texts.start.noPage(folder));
  site.delete('/index.html');
  return site.set('/', page);
}

/**
 * Headers for everything that a window loads. Scripts come from the app only and none is inline. Styles may be
 * inline, because the component library sets positions that way. `connect` lists where the page may connect to.
 */
export function pageHeaders(connect: string): Record<string, string> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "font-src 'self' data:",
      "manifest-src 'self'",
      `connect-src ${connect}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
