import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { electronSwitches, installedElectron } from '../../scripts/steps/electron.mjs';
import { DesktopApp } from '../support/app/desktop-app';
import { TestHome } from '../support/app/home';
import { until } from '../support/until';

const run = promisify(execFile);

/** How to start another instance of the app next to the test's own. */
function command(): { executable: string; args: readonly string[] } {
  const runtime = installedElectron(resolve('.'));
  if ('problem' in runtime) throw new Error(runtime.problem);
  return { ...runtime, args: [...electronSwitches(), '--disable-gpu', resolve('.')] };
}

/** How the desktop window fits into its system. */
describe('the desktop window', () => {
  let home: TestHome;

  beforeEach(async () => {
    home = await TestHome.make();
  });
  afterEach(async () => {
    await home.dispose();
  });

  async function open(): Promise<DesktopApp> {
    const app = await DesktopApp.launch(home.env());
    home.closeAtEnd(app);
    await app.page.getByRole('button', { name: 'Create a 3-node cluster' }).waitFor();
    return app;
  }

  it('offers a reload when its page has crashed, and is as before after it', async () => {
    const { electron } = await open();
    await electron.evaluate(({ BrowserWindow, dialog, ipcMain }) => {
      const seen = { asked: [] as string[], connected: false };
      Object.assign(globalThis, { seen });
      dialog.showMessageBox = (...args: unknown[]) => {
        const options = args.at(-1) as { message: string; buttons: string[] };
        seen.asked.push(options.message, ...options.buttons);
        // The reloaded page asks for the engine, as the first one did.
        ipcMain.once('quorate:port', () => (seen.connected = true));
        return Promise.resolve({ response: 0, checkboxChecked: false });
      };
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    const seen = () =>
      electron.evaluate(
        () => (globalThis as { seen?: { asked: string[]; connected: boolean } }).seen ?? null,
      );
    await until('the page is there again', async () => (await seen())?.connected);
    expect((await seen())?.asked).toEqual(['This window has crashed.', 'Reload', 'Close Window']);
    const crashed = await electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map(({ webContents }) => webContents.isCrashed()),
    );
    expect(crashed).toEqual([false]);
  });

  it('stays, to be reloaded, when the question after a crash was withdrawn', async () => {
    const { electron } = await open();
    await electron.evaluate(({ BrowserWindow, dialog }) => {
      const seen = { asked: 0, withdrawn: 0 };
      Object.assign(globalThis, { seen });
      type Ask = (...args: unknown[]) => ReturnType<typeof dialog.showMessageBox>;
      const ask = dialog.showMessageBox.bind(dialog) as Ask;
      dialog.showMessageBox = (...args: unknown[]) => {
        seen.asked++;
        return ask(...args).finally(() => seen.withdrawn++);
      };
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
    });
    const seen = (what: 'asked' | 'withdrawn') =>
      electron.evaluate(
        (_, of) => (globalThis as { seen?: Record<typeof of, number> }).seen?.[of] === 1,
        what,
      );
    await until('it asks', () => seen('asked'));
    await electron.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.emit('responsive');
    });
    await until('it does not ask any more', () => seen('withdrawn'));
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.reload());
    await until('the page is there again', () =>
      electron.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.isCrashed() === false,
      ),
    );
  });

  it('hands links to elsewhere to the system, and stays on its own page', async () => {
    const { electron, page } = await open();
    const before = page.url();
    await electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { opened });
      shell.openExternal = (url) => {
        opened.push(url);
        return Promise.resolve();
      };
    });
    await page.evaluate(() => {
      window.open('https://etcd.io/docs/');
      window.open('file:///etc/passwd');
      location.assign('http://etcd.io/');
    });
    await until('both are opened', async () => {
      const opened = await electron.evaluate(() => (globalThis as { opened?: string[] }).opened);
      return opened?.length === 2 && opened;
    }).then((opened) => expect(opened).toEqual(['https://etcd.io/docs/', 'http://etcd.io/']));
    expect(page.url()).toBe(before);
    expect(electron.windows()).toHaveLength(1);
  });

  it('comes to the front when Quorate is started again, and the second one ends', async () => {
    const { electron } = await open();
    await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    const { executable, args } = command();
    await run(executable, args, { env: home.env() });
    await until('the window is shown again', () =>
      electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible() === true),
    );
    expect(electron.windows()).toHaveLength(1);
  });

  it('says so when its data folder cannot be made, and what to do', async () => {
    const file = join(home.folder, 'file');
    writeFileSync(file, '');
    const { executable, args } = command();
    const data = join(file, 'data');
    const app = spawn(executable, args, {
      env: { ...home.env(), QUORATE_DATA: data },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    home.closeAtEnd({ close: async () => app.kill('SIGKILL') && (await once(app, 'exit')) });
    let said = '';
    app.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const text = `${data} is a file where Quorate needs a folder, or a folder, pipe or device where it needs a file. Move it away, then start`;
    await until(
      () => `it says so; it said:\n${said}`,
      () => said.includes(text),
    );
  });

  it('has the size again that it was left with', async () => {
    const first = await open();
    const size = { width: 1111, height: 777 };
    await first.electron.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setSize(width, height);
    }, size);
    await until('its size is kept', () =>
      readFileSync(join(home.data, 'window', 'window.json'), 'utf8').includes(String(size.width)),
    );
    expect(await first.close()).toBe(0);
    const second = await open();
    const bounds = await second.electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
    );
    expect(bounds).toMatchObject(size);
  });
});
