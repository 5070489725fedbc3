import { type Session, shell, type WebContents } from 'electron';
import { errorText } from '../base/failure';
import type { Log } from '../base/log';
import { PAGE_ORIGIN, PAGE_URL } from './page-protocol';

/** The only permission for a page: writing to the clipboard after a click. */
const ALLOWED = 'clipboard-sanitized-write';

/** Refuses permissions and devices to every page of the session. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(permission === ALLOWED));
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED && isOurs(origin),
  );
  session.setDevicePermissionHandler(() => false);
}

/** Keeps a window on its own page: opens links to other sites in the system's browser and refuses everything else. */
export function guardContents(contents: WebContents, log: Log): void {
  contents.setWindowOpenHandler(({ url }) => {
    openExternal(url, log);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (event.url === PAGE_URL) return;
    event.preventDefault();
    openExternal(event.url, log);
  });
  // Electron does not ask before it shows about:blank, which would leave the window blank.
  contents.on('did-navigate', (_event, url) => {
    if (!url.startsWith(PAGE_URL)) void contents.loadURL(PAGE_URL);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Opens a URL in the system's browser. Web URLs only, because other schemes can start programs. */
export function openExternal(url: string, log: Log): void {
  if (!/^https?:\/\//i.test(url)) return;
  shell.openExternal(url).catch((error: unknown) => {
    log.warn('a link was not opened', { url, reason: errorText(error) });
  });
}

export function isOurs(origin: string): boolean {
  return origin === PAGE_ORIGIN || origin === PAGE_URL;
}
