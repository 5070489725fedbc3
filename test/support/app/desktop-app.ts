import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { _electron as electron } from 'playwright-core';
import { electronSwitches, installedElectron } from '../../../scripts/steps/electron.mjs';
import type { App } from './app';
import { ACTION_LIMIT_MS, untilEnded } from './served-app';

/** An Electron that has not started within this time hangs. */
const LAUNCH_LIMIT_MS = 60_000;

/** Starts the app in that folder. It opens its window once Playwright can see it. */
export function launchElectron(
  folder: string,
  env?: Readonly<Record<string, string>>,
): Promise<ElectronApplication> {
  const runtime = installedElectron(resolve('.'));
  if ('problem' in runtime) throw new Error(runtime.problem);
  return electron.launch({
    executablePath: runtime.executable,
    args: [...electronSwitches(), '--disable-gpu', resolve('test/support/app/held-app'), folder],
    ...(env && { env: { ...env } }),
    timeout: LAUNCH_LIMIT_MS,
  });
}

/** The desktop window in a real Electron. */
export class DesktopApp implements App {
  readonly host = 'desktop';
  readonly pid: number;
  /** For what only the main process can see or do. */
  readonly electron: ElectronApplication;
  readonly #child: ChildProcess;
  readonly #output: () => string;

  private constructor(
    app: ElectronApplication,
    readonly page: Page,
    output: () => string,
  ) {
    this.electron = app;
    this.#child = app.process();
    this.#output = output;
    this.pid = this.#child.pid ?? 0;
  }

  static async launch(env: Readonly<Record<string, string>>): Promise<DesktopApp> {
    const app = await launchElectron(resolve('.'), env);
    const output = collectOutput(app.process());
    app.context().setDefaultTimeout(ACTION_LIMIT_MS);
    try {
      return new DesktopApp(app, await app.firstWindow(), output);
    } catch (error) {
      app.process().kill('SIGKILL');
      throw new Error(`No window; Electron wrote:\n${output()}`, { cause: error });
    }
  }

  async newWindow(): Promise<Page> {
    const opened = this.electron.waitForEvent('window');
    await this.electron.evaluate(({ Menu }) => {
      const menus = Menu.getApplicationMenu()?.items ?? [];
      const item = menus
        .flatMap(({ submenu }) => submenu?.items ?? [])
        .find(({ label }) => label === 'New Window');
      item?.click();
    });
    return opened;
  }

  /** A page that loads while the main process accepts no ports is cut off until it does again. */
  async interrupt(meanwhile: () => Promise<void>): Promise<void> {
    await this.electron.evaluate(({ ipcMain }) => {
      const listeners = ipcMain.listeners('quorate:port');
      ipcMain.removeAllListeners('quorate:port');
      ipcMain.once('test:restore', () => {
        for (const listener of listeners)
          ipcMain.on('quorate:port', (...args) => void Reflect.apply(listener, ipcMain, args));
      });
    });
    await this.electron.evaluate(({ BrowserWindow }) => {
      for (const { webContents } of BrowserWindow.getAllWindows()) webContents.reload();
    });
    await meanwhile();
    await this.electron.evaluate(({ ipcMain }) => void ipcMain.emit('test:restore'));
  }

  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await untilEnded(this.#child, this.#output);
  }

  /** Closes every window, as a user does who does not need unsaved edits. */
  async close(): Promise<number | null> {
    // The answer may be lost with the process; only its end matters.
    const closed = this.electron.evaluate(({ BrowserWindow, dialog }) => {
      dialog.showMessageBox = () => Promise.resolve({ response: 0, checkboxChecked: false });
      for (const window of BrowserWindow.getAllWindows()) window.close();
    });
    closed.catch(() => undefined);
    return untilEnded(this.#child, this.#output);
  }
}

/** All output of a process from now on. */
function collectOutput({ stdout, stderr }: ChildProcess): () => string {
  let output = '';
  const take = (chunk: Buffer) => void (output += chunk.toString());
  stdout?.on('data', take);
  stderr?.on('data', take);
  return () => output;
}
