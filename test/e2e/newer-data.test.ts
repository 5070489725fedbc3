import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { openArea } from '../support/views/area';
import { ClusterView } from '../support/views/cluster-view';
import { ConnectionView } from '../support/views/connection-view';
import { TestHome } from '../support/app/home';

/** Files of the data folder, and samples of what a newer app would write there. */
const newer = {
  'settings.json': 'settings/samples/settings-v99.json',
  'connections.json': 'connections/samples/connections-v99.json',
  'clusters/e757cbb8/cluster.json': 'local/record/samples/cluster-v99.json',
};

describe('a data folder that a newer Quorate wrote', () => {
  let home: TestHome;
  let app: App;
  beforeEach(async () => {
    home = await TestHome.make();
    mkdirSync(join(home.data, 'clusters', 'e757cbb8'), { recursive: true });
    for (const [file, sample] of Object.entries(newer))
      copyFileSync(resolve('src-main', sample), join(home.data, file));
    app = await launch(home);
  });
  afterEach(() => home.dispose());

  const bytes = () => Object.keys(newer).map((file) => readFileSync(join(home.data, file), 'utf8'));

  it('is shown for what it is, and none of its files changes, whatever is done', async () => {
    const before = bytes();
    const { page } = app;
    const alert = (text: string) => page.getByRole('alert').filter({ hasText: text });
    await alert('1 cluster could not be read').getByText('Update Quorate to open it.').waitFor();
    await alert('connections.json was written by a newer Quorate (format 99').waitFor();

    const connections = new ConnectionView(page);
    await connections.openNew();
    await connections.type({ Name: 'staging', Endpoints: 'http://127.0.0.1:1' });
    const said = (text: string) => connections.dialog.getByRole('alert').filter({ hasText: text });
    await said('no connection can be saved').waitFor();
    await connections.dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await said('The file was not changed.').waitFor();
    await connections.dialog.getByRole('button', { name: 'Cancel' }).click();

    await page.getByRole('button', { name: 'Settings' }).first().click();
    await page.getByRole('main', { name: 'Settings' }).waitFor();
    await alert('settings.json was written by a newer Quorate').waitFor();
    await page.getByText('Dark', { exact: true }).click();
    await page.locator('html[data-theme="dark"]').waitFor();
    await openArea(page, 'Cluster');
    const view = new ClusterView(page);
    await view.createWithOneClick();
    await view.untilLed(3);

    expect(await app.close()).toBe(0);
    expect(bytes()).toEqual(before);
    expect(readdirSync(home.data).filter((name) => /broken|\.tmp$/.test(name))).toEqual([]);
    expect(readdirSync(join(home.data, 'clusters', 'e757cbb8'))).toEqual(['cluster.json']);
  });
});
