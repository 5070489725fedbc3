import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { etcdFolders } from '../support/etcd/etcd';
import { TestHome } from '../support/app/home';
import { versionBefore } from '../support/etcd/other-version';
import { ReleaseServer } from '../support/release-server';
import { until } from '../support/until';

/** The release whose checksums the app contains: it rightly refuses a repacked archive of that version. */
const KNOWN = '3.6.14';

/** A machine without any etcd, with our own release server instead of the official one. */
describe('a window without an etcd', () => {
  let home: TestHome;
  let server: ReleaseServer;
  let app: App;

  beforeEach(async () => {
    home = await TestHome.make([]);
    const etcds = etcdFolders();
    const etcd =
      etcds.find(({ version }) => version !== KNOWN) ??
      (await versionBefore(etcds[0] ?? { version: KNOWN, folder: '' }, join(home.folder, 'before')));
    server = await ReleaseServer.start({ etcd });
    app = await launch(home, { QUORATE_RELEASE_BASE: server.base, PATH: home.folder });
  });
  afterEach(async () => {
    await home.dispose();
    await server.dispose();
  });

  /** Types the server's version and starts its download. */
  async function download(): Promise<void> {
    await app.page.getByLabel('Download an official release').fill(server.version);
    await app.page.getByRole('button', { name: 'Download', exact: true }).click();
  }

  const installed = () => readdirSync(join(home.data, 'etcd'));

  it('offers a download, and creates a cluster with what was downloaded', async () => {
    await app.page.getByText('You need an etcd first: there is none on this machine yet.').waitFor();
    await download();
    const view = new ClusterView(app.page);
    await view.createWithOneClick();
    await view.untilLed(3);
    expect(installed()).toContain(server.version);
    await app.page.getByText(`etcd ${server.version}`).first().waitFor();
  });

  it('shows how far a download is, and keeps nothing of one that was cancelled', async () => {
    server.fault = 'slow';
    await download();
    const progress = app.page.getByRole('progressbar', { name: `Installing etcd ${server.version}` });
    await progress.waitFor();
    await until('the progress bar moves', async () => {
      server.release();
      return Number(await progress.getAttribute('aria-valuenow')) > 1;
    });
    await app.page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await app.page
      .getByRole('main')
      .getByText(`The installation of etcd ${server.version} was cancelled. Nothing was kept.`)
      .waitFor();
    expect(installed()).toEqual([]);
  });

  it('goes on with a download while its page reloads, and cancels it from the panel of jobs', async () => {
    const { page } = app;
    server.fault = 'slow';
    await download();
    const status = page.getByRole('contentinfo', { name: 'Status' });
    const jobs = status.getByRole('button', { name: `Installing etcd ${server.version}` });
    await jobs.waitFor();
    await until('the archive was asked for', () => server.requests.length === 2);
    await page.reload();
    await jobs.click();
    const panel = page.getByRole('dialog', { name: 'Jobs' });
    const progress = panel.getByRole('progressbar', { name: `Installing etcd ${server.version}` });
    await until('the progress bar moves', async () => {
      server.release();
      return Number(await progress.getAttribute('aria-valuenow')) > 1;
    });
    await panel.getByRole('button', { name: 'Steps' }).click();
    await panel
      .getByText(`Downloading from ${new URL(server.base).host}`)
      .first()
      .waitFor();
    await panel.getByRole('button', { name: `Cancel: Installing etcd ${server.version}` }).click();
    await panel.getByText('Nothing was kept').waitFor();
    expect(server.requests).toHaveLength(2);
    expect(installed()).toEqual([]);
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    const button = status.getByRole('button', { name: 'Jobs' });
    await until('the button has the focus again', () =>
      button.evaluate((each) => each === document.activeElement),
    );
    await page.keyboard.press('Enter');
    await panel.getByRole('button', { name: 'Clear ended' }).click();
    await panel.getByText('No jobs').waitFor();
  });

  it('marks a job that failed until the panel was opened, in a page that reloads, too', async () => {
    const { page } = app;
    server.fault = 'no-release';
    await download();
    await page.getByRole('button', { name: 'Retry' }).waitFor();
    const status = page.getByRole('contentinfo', { name: 'Status' });
    await status.getByRole('button', { name: 'Jobs' }).click();
    await page
      .getByRole('dialog', { name: 'Jobs' })
      .getByText(`etcd ${server.version} could not be installed`)
      .waitFor();
    await page.reload();
    await status.getByRole('button', { name: /^Jobs$/ }).waitFor();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Show jobs');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('dialog', { name: 'Jobs' });
    await panel.waitFor();
    await until('the panel has the focus', () =>
      panel.evaluate((each) => each.contains(document.activeElement)),
    );
    expect(await panel.isVisible()).toBe(true);
  });

  it('refuses an archive that was altered, says so, and downloads it when asked again', async () => {
    server.fault = 'altered';
    await download();
    await app.page.getByText('none of it was run').waitFor();
    expect(installed()).toEqual([]);
    server.fault = 'none';
    await app.page.getByRole('button', { name: 'Retry' }).click();
    await app.page.getByRole('button', { name: 'Create a 3-node cluster' }).waitFor();
    expect(installed()).toEqual([server.version]);
  });
});
