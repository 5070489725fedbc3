import { type BrowserWindow, dialog } from 'electron';
import { errorText } from '../base/failure';
import type { Log } from '../base/log';
import { texts } from '../base/texts';
import { FAILED_URL } from './page-protocol';

/** Chromium's code for a load that was replaced by another: not a failure. */
const ABORTED = -3;

/**
 * Makes sure that a window is never blank or stuck. After a crash or a hang of its page it offers a reload; when a
 * page cannot be loaded it shows one that says so.
 */
export function watchFailures(window: BrowserWindow, log: Log): void {
  const { webContents } = window;
  let asking: AbortController | null = null;
  let reloading = false;

  /** 'moot' when the question was withdrawn, because another replaced it or it no longer applies. */
  const ask = async (
    message: string,
    detail: string,
    buttons: [reload: string, other: string],
  ): Promise<'reload' | 'other' | 'moot'> => {
    asking?.abort();
    const { signal } = (asking = new AbortController());
    const options = { type: 'warning', message, detail, buttons, defaultId: 0, cancelId: 1, signal } as const;
    const { response } = await dialog.showMessageBox(window, options);
    if (signal.aborted || window.isDestroyed()) return 'moot';
    return response === 0 ? 'reload' : 'other';
  };

  webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reloading) {
      reloading = false;
      webContents.reload();
      return;
    }
    if (reason === 'clean-exit') return;
    log.error('a window crashed', { reason, exitCode });
    const { message, detail, reload, close } = texts.crashed;
    void ask(message, detail(reason, exitCode), [reload, close]).then((answer) => {
      if (answer === 'reload') webContents.reload();
      else if (answer === 'other') window.destroy();
    });
  });

  window.on('unresponsive', () => {
    log.warn('a window is not responding');
    const { message, detail, reload, wait } = texts.hangs;
    void ask(message, detail, [reload, wait]).then((answer) => {
      if (answer !== 'reload') return;
      reloading = true;
      webContents.forcefullyCrashRenderer();
    });
  });
  window.on('responsive', () => asking?.abort());

  webContents.on('did-fail-load', (_event, code, text, url, isMainFrame) => {
    if (!isMainFrame || code === ABORTED || url.startsWith(FAILED_URL)) return;
    log.error('a window could not be loaded', { code, text, url });
    const reason = new URLSearchParams({ reason: `${text} (${code})` });
    window.loadURL(`${FAILED_URL}?${reason.toString()}`).catch((error: unknown) => {
      log.error('the page that says so could not be loaded either', { reason: errorText(error) });
    });
  });
  webContents.on('preload-error', (_event, path, error) => {
    log.error('the preload failed', { path, reason: error.message });
  });
}
