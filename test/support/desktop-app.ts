import { resolve } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { _electron as electron } from 'playwright-core';
import { electronSwitches, installedElectron } from '../../scripts/steps/electron.mjs';
import type { App } from './app';

/** The desktop window in a real Electron. */
export class DesktopApp implements App {
  readonly host = 'desktop';
  readonly pid: number;
  readonly #ended: Promise<number | null>;

  private constructor(
    readonly electron: ElectronApplication,
    readonly page: Page,
  ) {
    const child = electron.process();
    this.pid = child.pid ?? 0;
    this.#ended = new Promise((end) => child.once('exit', (code) => end(code)));
  }

  static async launch(env: Readonly<Record<string, string>>): Promise<DesktopApp> {
    const runtime = installedElectron(resolve('.'));
    if ('problem' in runtime) throw new Error(runtime.problem);
    const app = await electron.launch({
      executablePath: runtime.executable,
      args: [...electronSwitches(), '--disable-gpu', resolve('.')],
      env: { ...env },
    });
    return new DesktopApp(app, await app.firstWindow());
  }

  newWindow(): Promise<Page> {
    throw new Error('not yet');
  }

  async dropTransport(): Promise<void> {
    await this.page.reload();
  }

  async kill(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.#ended;
  }

  async close(): Promise<number | null> {
    await this.electron.close();
    return this.#ended;
  }
}
