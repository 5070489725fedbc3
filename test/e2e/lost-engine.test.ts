import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestHome } from '../support/app/home';
import { openBrowser, openPage, type Server, startServer, untilEnded } from '../support/app/served-app';
import { startCluster, type TestCluster } from '../support/etcd/etcd';
import { freePorts } from '../support/ports';
import { until } from '../support/until';
import { openArea } from '../support/views/area';
import { ConnectionView } from '../support/views/connection-view';
import { KeysView } from '../support/views/keys-view';
import { WatchView } from '../support/views/watch-view';

/** The headless host, and the etcd behind it, end and start again at the same ports while a page is open. */
describe('a page whose other side restarts', () => {
  let home: TestHome;
  let cluster: TestCluster;
  let server: Server;
  let browser: Browser;
  let page: Page;
  let port: number;

  const start = () => startServer(home.env(), ['--port', String(port)]);

  beforeAll(async () => {
    home = await TestHome.make();
    [port = 0] = await freePorts(1);
    [cluster, server, browser] = await Promise.all([startCluster({ size: 3 }), start(), openBrowser()]);
    page = await openPage(browser, server.url);
    const connections = new ConnectionView(page);
    await connections.openNew();
    await connections.type({ Name: 'three', Endpoints: cluster.endpoints.join('\n') });
    await connections.saveAndConnect();
    await bar().getByText('3/3 up').waitFor();
    const keys = new KeysView(page);
    await keys.open();
    await keys.create('/before', 'yes');
    const watch = new WatchView(page);
    await watch.open();
    await watch.watchEverything();
    await badge('live').waitFor();
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    await untilEnded(server.child, server.output);
    await browser.close();
    await cluster.dispose();
    await home.dispose();
  });

  const bar = () => page.getByRole('contentinfo');
  const badge = (text: string) =>
    page.getByRole('toolbar', { name: 'Watch log' }).getByRole('status').getByText(text);

  it('says of an etcd that is gone that it is gone, and is live again when it is back', async () => {
    await Promise.all(cluster.nodes.map((node) => node.kill()));
    await bar().getByText('0/3 up').waitFor();
    await badge('resuming…').waitFor();
    for (const node of cluster.nodes) node.start();
    await bar().getByText('3/3 up').waitFor();
    await badge('live').waitFor();
    await cluster.etcdctl(['put', '/after', 'yes']);
    await new WatchView(page).event('PUT', '/after').waitFor();
  });

  it('shows nothing as live or up while the engine is gone, and goes on with the next one', async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    const alert = page.getByRole('alert');
    await alert.getByText('Lost the connection to Quorate.').waitFor();
    await alert.getByRole('button', { name: 'Try now' }).waitFor();
    await badge('not known').waitFor();
    await nothingClaimed();

    server = await start();
    await alert.getByText('no longer valid').waitFor();
    await nothingClaimed();
    const other = await page.context().newPage();
    await other.goto(server.url);
    await until('the warning is gone', async () => (await alert.allInnerTexts()).join('') === '');
    await bar().getByText('3/3 up').waitFor();
    await page.getByText('No watches yet').waitFor();
    await other.close();
  });

  /** What the window says in each area claims nothing about a cluster that it cannot see. */
  async function nothingClaimed(): Promise<void> {
    await bar().getByText('not known').waitFor();
    for (const area of ['Watch', 'Cluster', 'Keys']) {
      await openArea(page, area);
      const text = await page.locator('body').innerText();
      expect(text).not.toMatch(/\blive\b|\bup\b|\bleader\b|\bfollower\b|\bleads\b/i);
    }
    await openArea(page, 'Watch');
  }
});
