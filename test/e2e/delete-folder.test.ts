import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { putOperation, txn } from '../../src-main/etcd/calls/kv';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { countPrefix } from '../../src-main/keys/edits';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { TestHome } from '../support/app/home';
import { ClusterView } from '../support/views/cluster-view';
import { KeysView } from '../support/views/keys-view';

const text = (string: string) => new TextEncoder().encode(string);
const MANY = 60_000;

/** A folder that is too large for one transaction. */
describe('the deletion of a large folder', () => {
  let home: TestHome;
  let app: App;
  let keys: KeysView;
  let client: EtcdClient;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    const cluster = new ClusterView(app.page);
    await cluster.createWithOneClick();
    await cluster.untilLed(3);
    client = new EtcdClient({ endpoints: await cluster.endpoints(), log: silentLog });
    for (let start = 0; start < MANY; start += 1000) {
      const batches = Array.from({ length: 10 }, (_, batch) =>
        Array.from({ length: 100 }, (_, at) =>
          putOperation({ key: text(`large/${start + batch * 100 + at}`) }),
        ),
      );
      await Promise.all(batches.map((success) => txn(client, { success })));
    }
    keys = new KeysView(app.page);
    await keys.open();
  }, 60_000);
  afterAll(async () => {
    client.dispose();
    await home.dispose();
  });

  const left = async () => (await countPrefix(client, { prefix: text('large/') })).count;

  it('is a job that can be cancelled by keyboard, and says what was and was not deleted', async () => {
    const { page } = app;
    await keys.row('large/, folder, 60,000 keys').click();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete folder' });
    await dialog.getByText('60,000 keys start with it.').waitFor();
    await page.keyboard.type('large/');
    await page.keyboard.press('Enter');
    const cancel = dialog.getByRole('button', { name: 'Cancel' });
    await dialog.getByText(/[1-9][\d,]* of 60,000 keys/).waitFor();
    await cancel.focus();
    await page.keyboard.press('Space');
    const report = dialog.getByText(/was cancelled: [\d,]+ of 60,000 keys deleted/);
    await report.waitFor();
    const [, deleted = ''] = /cancelled: ([\d,]+) of/.exec(await report.innerText()) ?? [];
    const rest = await left();
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(MANY);
    expect(Number(deleted.replaceAll(',', '')) + rest).toBe(MANY);
    await dialog.getByRole('button', { name: 'Close' }).first().click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('goes on when its dialog is closed, and its job says how it ended', async () => {
    const { page } = app;
    await keys.row(`large/, folder, ${(await left()).toLocaleString('en')} keys`).click();
    await page.keyboard.press('Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete folder' });
    await dialog.getByRole('textbox').fill('large/');
    await page.keyboard.press('Enter');
    await dialog.getByText('Closing does not stop the deletion').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('No keys yet').waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /^Jobs/ }).click();
    const panel = page.getByRole('dialog', { name: 'Jobs' });
    await panel
      .getByText(/^Deleted [\d,]+ keys that started with large\/. None is left to delete\.$/)
      .waitFor();
    expect(await left()).toBe(0);
  });
});
