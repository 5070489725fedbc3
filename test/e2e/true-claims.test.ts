import { afterAll, afterEach, beforeAll, describe, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { TestHome } from '../support/app/home';
import { startCluster } from '../support/etcd/etcd';
import { openArea } from '../support/views/area';
import { ConnectionView } from '../support/views/connection-view';
import { KeysView } from '../support/views/keys-view';
import { until } from '../support/until';

const MIB = 2 ** 20;

/** What the window says of a cluster is what is known of it. */
describe('the window', () => {
  let home: TestHome;
  let app: App;
  let connections: ConnectionView;
  let keys: KeysView;
  const opened: { dispose(): Promise<void> }[] = [];

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    connections = new ConnectionView(app.page);
    keys = new KeysView(app.page);
  });
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.dispose();
  });
  afterAll(async () => {
    await home.dispose();
  });

  async function cluster(options: Parameters<typeof startCluster>[0]) {
    const started = await startCluster(options);
    opened.push(started);
    return started;
  }

  async function connect(name: string, endpoints: readonly string[]): Promise<void> {
    await connections.openNew();
    await connections.type({ Name: name, Endpoints: endpoints.join('\n') });
    await connections.saveAndConnect();
  }

  it('does not mix two clusters behind one connection, and works with the one that is chosen', async () => {
    const [some, other] = [await cluster({ size: 1 }), await cluster({ size: 1 })];
    await other.etcdctl(['put', '/of/other', 'yes']);
    await connect('two in one', [...some.endpoints, ...other.endpoints]);
    const main = app.page.getByRole('main', { name: 'Cluster' });
    await main.getByRole('alert').getByText('These endpoints lead to different clusters').waitFor();
    await app.page.getByRole('contentinfo').getByText('different clusters').waitFor();
    await keys.open();
    const keysMain = app.page.getByRole('main', { name: 'Keys' });
    await keysMain.getByText('The endpoints of this connection lead to different clusters').first().waitFor();

    await openArea(app.page, 'Cluster');
    const choice = main.getByRole('listitem').filter({ hasText: other.endpoints[0] ?? '' });
    await choice.getByRole('button', { name: 'Use only this one' }).click();
    await connections.member('n1', 'leader').waitFor();
    await keys.open();
    await keys.expandAll();
    await keys.row('/of/other').waitFor();
  });

  it('holds a change while nobody leads, and lets it be cancelled or sent', async () => {
    const three = await cluster({ size: 3 });
    await connect('leaderless', three.endpoints);
    await connections.member('n1', 'leader').or(connections.member('n1', 'follower')).waitFor();
    await keys.open();
    await keys.create('/before', 'there');
    for (const name of ['n2', 'n3']) await three.node(name).kill();
    // Before that, the rest may still hand it to a leader that is dead.
    await app.page.getByRole('contentinfo').getByText('no leader').waitFor();
    await keys.openNew({ key: '/held', value: 'later' });
    await keys.submitNew();
    const held = app.page.getByText('Waiting for a leader.');
    await held.waitFor();
    // The bar is behind the dialog, so the dialog has a button of its own.
    await keys.newDialog.getByText('nothing was sent yet').waitFor();
    await keys.newDialog.getByRole('button', { name: 'Cancel' }).click();
    await keys.newDialog.getByText('Nothing was sent.').waitFor();
    await held.waitFor({ state: 'detached' });
    await keys.submitNew();
    await held.waitFor();
    for (const name of ['n2', 'n3']) three.node(name).start();
    await held.waitFor({ state: 'detached' });
    await until('it is written', async () => (await three.etcdctl(['get', '/held'])).includes('later'));
  });

  it('shows an alarm with its steps, and ends it by them', async () => {
    const full = await cluster({ size: 1, flags: [`--quota-backend-bytes=${4 * MIB}`] });
    const big = 'x'.repeat(100_000);
    await until('it is full', () =>
      full.etcdctl(['put', 'k', big]).then(
        () => false,
        () => true,
      ),
    );
    await connect('full', full.endpoints);
    const alert = app.page.getByRole('main', { name: 'Cluster' }).getByRole('alert');
    await alert.getByText('The database of n1 has reached its quota').waitFor();
    await app.page.getByRole('contentinfo').getByText('alarm NOSPACE').waitFor();
    await alert.getByRole('button', { name: 'Compact' }).click();
    await alert.getByRole('listitem').filter({ hasText: 'Discard' }).getByText('Done').waitFor();
    await alert.getByRole('button', { name: 'Defragment' }).click();
    await alert.getByRole('listitem').filter({ hasText: 'n1' }).getByText('Done').waitFor();
    await alert.getByRole('button', { name: 'Disarm alarms' }).click();
    await alert.waitFor({ state: 'detached' });
    await full.etcdctl(['put', 'k', big]);
  });
});
