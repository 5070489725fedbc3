import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { TestHome } from '../support/app/home';
import { etcdFolders, startCluster, type TestCluster } from '../support/etcd/etcd';
import { enableAuth } from '../support/etcd/secured';
import { openArea } from '../support/views/area';
import { ConnectionView } from '../support/views/connection-view';
import { KeysView } from '../support/views/keys-view';
import { WatchView } from '../support/views/watch-view';

const [{ folder, version } = { folder: '', version: '' }] = etcdFolders();
/** Anybody may list leases and read the status of a member of etcd 3.4. */
const asksForUser = !version.startsWith('3.4.');

describe('authentication that is switched on under an open connection', () => {
  let home: TestHome;
  let app: App;
  let cluster: TestCluster;
  let connections: ConnectionView;

  beforeAll(async () => {
    home = await TestHome.make();
    [app, cluster] = await Promise.all([launch(home), startCluster({ folder, size: 1 })]);
    connections = new ConnectionView(app.page);
    await cluster.etcdctl(['put', '/key', 'value']);
  });
  afterAll(async () => {
    await cluster.dispose();
    await home.dispose();
  });

  it('is not taken for an outage in any area, and all is back after signing in', async () => {
    const { page } = app;
    await connections.openNew();
    await connections.type({ Name: 'open', Endpoints: cluster.endpoints.join('\n') });
    await connections.saveAndConnect();
    await connections.member('n1', 'leader').waitFor();
    const keys = new KeysView(page);
    await keys.open();
    await keys.expandAll();
    await keys.row('/key').waitFor();
    const watch = new WatchView(page);
    await watch.open();
    await watch.watchEverything();
    await enableAuth(cluster);

    // Every member still runs, and the cluster has its leader.
    const main = page.getByRole('main');
    const bar = page.getByRole('contentinfo');
    const refused = main.getByText('requires a user and a password').first();
    await openArea(page, 'Leases');
    if (asksForUser) await refused.waitFor({ timeout: 15_000 });
    if (asksForUser) await bar.getByText('user not accepted').waitFor();
    for (const area of ['Leases', 'Keys', 'Watch', 'Cluster']) {
      await openArea(page, area);
      await page.waitForTimeout(1500);
      for (const outage of [/no leader/i, /no endpoint answers/i]) {
        expect(await main.getByText(outage).count(), `${area}: ${outage}`).toBe(0);
        expect(await bar.getByText(outage).count(), `${area}, bar: ${outage}`).toBe(0);
      }
    }

    await main
      .getByRole('button', { name: /^(Sign in|Edit)…$/ })
      .first()
      .click();
    await connections.type({ User: 'root', Password: 'secret' });
    await connections.saveAndConnect();
    await connections.member('n1', 'leader').waitFor();
    await bar.getByText('1/1 up').waitFor();
    await keys.open();
    await page.getByText(/at revision [\d,]+, live$/).waitFor();
    await watch.open();
    await page.getByRole('toolbar', { name: 'Watch log' }).getByRole('status').getByText('live').waitFor();
    await openArea(page, 'Leases');
    await refused.waitFor({ state: 'detached' });
  });
});
