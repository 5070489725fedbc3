import { type BrowserWindow, dialog } from 'electron';
import { texts } from '../base/texts';

/**
 * Asks before a window with unsaved edits is closed or reloaded. Its page refuses to go, which Electron by itself would obey
 * without a word. Does not block the engine while it asks. After `insist` holds, nothing is asked: the system or a signal ends
 * the app.
 */
export function askAboutUnsaved(window: BrowserWindow, insist: () => boolean): void {
  const { webContents } = window;
  let closing = false;
  let asking = false;
  let leaves = false;

  // Comes before the page is asked.
  window.on('close', () => (closing = true));
  webContents.on('will-prevent-unload', (event) => {
    const wasClosing = closing;
    closing = false;
    if (leaves || insist()) {
      leaves = false;
      // Prevents that the page prevents it.
      event.preventDefault();
      return;
    }
    if (asking) return;
    asking = true;
    const { message, detail, leave, stay } = texts.unsaved;
    const buttons = [leave, stay];
    const options = { type: 'warning', message, detail, buttons, defaultId: 1, cancelId: 1 } as const;
    void dialog.showMessageBox(window, options).then(({ response }) => {
      asking = false;
      if (response !== 0 || window.isDestroyed()) return;
      leaves = true;
      if (wasClosing) window.close();
      else webContents.reload();
    });
  });
}
