import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { errorText } from '../base/failure';
import type { Log } from '../base/log';
import { watchFailures } from './failures';
import { guardContents } from './guards';
import { PAGE_URL } from './page-protocol';
import { askAboutUnsaved } from './unsaved';
import {
  beside,
  MIN_SIZE,
  placeWindow,
  readWindowState,
  type WindowState,
  writeWindowState,
} from './window-state';

/** The background of each theme, equal to the page's tokens, so that a new window does not flash. */
const CANVAS = { light: '#f6f6f8', dark: '#121319' };
/** A page that takes longer than this to paint is shown anyway. Milliseconds. */
const SHOW_LIMIT_MS = 5000;
/** Moving a window fires many events; its position is saved this long after the last one. Milliseconds. */
const KEEP_AFTER_MS = 500;

/** Opens the app's windows. All are alike and share the engine; the position of the last one used is saved. */
export class Windows {
  readonly #stateFile: string;
  readonly #preload: string;
  readonly #log: Log;
  readonly #insist: () => boolean;

  /** After `insist` holds, windows close without asking about unsaved edits. */
  constructor(options: { folder: string; preload: string; log: Log; insist: () => boolean }) {
    this.#stateFile = join(options.folder, 'window.json');
    this.#preload = options.preload;
    this.#log = options.log;
    this.#insist = options.insist;
  }

  /** Brings a window to the front; opens one if there is none. */
  focus(): void {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) {
      this.open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  open(): void {
    const current = BrowserWindow.getFocusedWindow();
    const left = current ? beside(stateOf(current)) : readWindowState(this.#stateFile);
    const areas = screen.getAllDisplays().map((display) => display.workArea);
    const { maximized, ...bounds } = placeWindow(left, areas);
    const window = new BrowserWindow({
      ...bounds,
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      show: false,
      title: 'Quorate',
      backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
      webPreferences: {
        preload: this.#preload,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    if (maximized) window.maximize();
    guardContents(window.webContents, this.#log);
    watchFailures(window, this.#log);
    askAboutUnsaved(window, this.#insist);
    this.#keepState(window);
    this.#showWhenReady(window);
    window.loadURL(PAGE_URL).catch((error: unknown) => {
      // `watchFailures` shows the failure; this only prevents an unhandled rejection.
      this.#log.warn('the page did not load', { reason: errorText(error) });
    });
  }

  #showWhenReady(window: BrowserWindow): void {
    const show = () => {
      clearTimeout(limit);
      if (!window.isDestroyed() && !window.isVisible()) window.show();
    };
    const limit = setTimeout(show, SHOW_LIMIT_MS);
    window.once('ready-to-show', show);
    window.once('closed', () => clearTimeout(limit));
  }

  #keepState(window: BrowserWindow): void {
    let timer: NodeJS.Timeout | undefined;
    const keep = () => {
      clearTimeout(timer);
      if (!window.isDestroyed()) writeWindowState(this.#stateFile, stateOf(window));
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, KEEP_AFTER_MS);
    };
    window.on('resize', later);
    window.on('move', later);
    window.on('maximize', later);
    window.on('unmaximize', later);
    window.on('close', keep);
    window.on('closed', () => clearTimeout(timer));
  }
}

function stateOf(window: Pick<BrowserWindow, 'getNormalBounds' | 'isMaximized'>): WindowState {
  return { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
}
