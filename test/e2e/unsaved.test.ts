import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, launch } from '../support/app/app';
import { DesktopApp } from '../support/app/desktop-app';
import { TestHome } from '../support/app/home';
import { until } from '../support/until';
import { ClusterView } from '../support/views/cluster-view';
import { KeysView } from '../support/views/keys-view';

/** Answers the question whether to leave, and tells how often it was asked. */
async function answering(app: App, answer: 'leave' | 'stay'): Promise<() => Promise<number>> {
  if (app instanceof DesktopApp) {
    await app.electron.evaluate(
      ({ dialog }, response) => {
        Object.assign(globalThis, { asked: 0 });
        dialog.showMessageBox = () => {
          (globalThis as unknown as { asked: number }).asked++;
          // A user takes a moment.
          return new Promise((resolve) =>
            setTimeout(() => resolve({ response, checkboxChecked: false }), 100),
          );
        };
      },
      answer === 'leave' ? 0 : 1,
    );
    return () => app.electron.evaluate(() => (globalThis as unknown as { asked: number }).asked);
  }
  let asked = 0;
  app.page.removeAllListeners('dialog');
  app.page.on('dialog', (dialog) => {
    asked++;
    expect(dialog.type()).toBe('beforeunload');
    void (answer === 'leave' ? dialog.accept() : dialog.dismiss());
  });
  return () => Promise.resolve(asked);
}

describe('an unsaved edit', () => {
  let home: TestHome;
  let app: App;
  let keys: KeysView;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    const cluster = new ClusterView(app.page);
    await cluster.createWithOneClick();
    await cluster.untilLed(3);
    keys = new KeysView(app.page);
    await keys.open();
    await keys.create('draft', 'old');
    await keys.show('draft');
  });
  afterAll(async () => {
    await home.dispose();
  });

  async function reload(): Promise<void> {
    if (app instanceof DesktopApp)
      await app.electron.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]?.webContents.reload(),
      );
    else await app.page.evaluate(() => setTimeout(() => location.reload()));
  }

  it('is not lost by a reload without a question, and by none once it was saved', async () => {
    await keys.type('new');
    const kept = await answering(app, 'stay');
    await reload();
    await until('it was asked', async () => (await kept()) === 1);
    expect(await keys.value.innerText()).toContain('new');
    await keys.save();
    await keys.saved();
    const asked = await answering(app, 'leave');
    const loaded = app.page.waitForEvent('load');
    await reload();
    await loaded;
    await keys.open();
    expect(await asked()).toBe(0);
  });

  it('is lost by a reload that was confirmed', async () => {
    await keys.show('draft');
    await keys.type('newer');
    const asked = await answering(app, 'leave');
    const loaded = app.page.waitForEvent('load');
    await reload();
    await loaded;
    expect(await asked()).toBe(1);
    await keys.open();
    await keys.show('draft');
    await keys.value.filter({ hasText: /^new$/ }).waitFor();
  });
});
