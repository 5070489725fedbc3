import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { etcdctlAt } from '../support/etcd/etcdctl';
import { etcdFolders } from '../support/etcd/etcd';
import { putAll } from '../support/etcd/put-all';
import { TestHome } from '../support/app/home';
import { hasFocus, Keyboard } from '../support/app/keyboard';
import { KeysView } from '../support/views/keys-view';
import { until } from '../support/until';
import { WatchView } from '../support/views/watch-view';

const KEY = '/app/color';

/** Everything without a pointer: elements are found by roles and names, and all actions use keys. */
describe('by the keyboard alone', () => {
  const [etcd] = etcdFolders();
  let home: TestHome;
  let app: App;
  let page: Page;
  let keyboard: Keyboard;
  let cluster: ClusterView;
  let keys: KeysView;
  let endpoints: string[];
  let etcdctl: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home, { SHELL: '/bin/bash' });
    page = app.page;
    keyboard = new Keyboard(page);
    cluster = new ClusterView(page);
    keys = new KeysView(page);
  });
  afterAll(async () => {
    await home.dispose();
  });

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name });

  it('a cluster is created, and a node of its ring is chosen, killed and started', async () => {
    await keyboard.activate(button('Create a 3-node cluster'));
    const { leader } = await cluster.untilLed(3);
    endpoints = await cluster.endpoints();
    etcdctl = etcdctlAt(etcd?.folder ?? '', endpoints);

    const [node = ''] = ['n1', 'n2', 'n3'].filter((name) => name !== leader);
    const details = page.getByRole('region', { name: `Node ${node}` });
    await keyboard.tabTo(page.getByRole('listbox', { name: /^Nodes of / }));
    await until(`the arrows lead to ${node}`, async () => {
      if (await details.isVisible()) return true;
      await keyboard.press('ArrowRight');
      return null;
    });
    await keyboard.activate(details.getByRole('button', { name: 'Kill', exact: true }));
    await cluster.untilRing(`${node} down`, (ring) =>
      ring.some(({ name, role }) => name === node && role === 'down'),
    );
    await keyboard.activate(details.getByRole('button', { name: 'Start', exact: true }));
    await cluster.untilLed(3);
  });

  it('a key is created, edited and deleted, and a folder after its path was typed', async () => {
    await keyboard.press('Control+2');
    await page.getByText('No keys yet').waitFor();
    await keyboard.press('Control+i');
    await keyboard.fill(keys.newField('Key'), KEY);
    await keyboard.fill(keys.newField('Value'), 'green');
    await keyboard.activate(keys.newDialog.getByRole('button', { name: 'Create', exact: true }));
    await keys.row(KEY).waitFor();
    await keys.value.waitFor();
    expect(await etcdctl('get', KEY, '--print-value-only')).toBe('green\n');

    await keyboard.press('Control+e');
    await until('the tree has the focus', () => hasFocus(page.getByRole('tree')));
    await keyboard.press('End', 'F2');
    await until('the editor has the focus', () => hasFocus(keys.value));
    await keyboard.fill(keys.value, 'blue');
    await keyboard.press('Control+s');
    await keys.saved();
    expect(await etcdctl('get', KEY, '--print-value-only')).toBe('blue\n');

    await putAll(
      endpoints[0] ?? '',
      Array.from({ length: 101 }, (_, n) => [`/many/${n}`, 'one of many']),
    );
    await keys.row('/many/, folder, 101 keys').waitFor();
    await keyboard.press('Control+e', 'Delete');
    await dialog('Delete key').waitFor();
    await keyboard.activate(dialog('Delete key').getByRole('button', { name: 'Delete', exact: true }));
    // Elements behind a dialog have no role.
    await dialog('Delete key').waitFor({ state: 'detached' });
    await keys.row(KEY).waitFor({ state: 'detached' });
    expect(await etcdctl('get', KEY)).toBe('');

    await until('the tree has the focus', () => hasFocus(page.getByRole('tree')));
    await keyboard.press('End', 'Delete');
    const folder = dialog('Delete folder');
    await folder.getByText('101 keys start with it.').waitFor();
    await keyboard.press('Enter');
    await keyboard.fill(folder.getByRole('textbox', { name: /^Type \/many\/ to delete/ }), '/many/');
    await keyboard.press('Enter');
    await folder.waitFor({ state: 'detached' });
    expect(await etcdctl('get', '--prefix', '/', '--keys-only')).toBe('');
  });

  it('a watch is started, paused, resumed and cleared', async () => {
    const watch = new WatchView(page);
    await keyboard.press('Control+3');
    await keyboard.command('New watch…');
    await keyboard.press('Enter');
    await page
      .getByText(/^Watching from revision/)
      .first()
      .waitFor();
    await keyboard.tabTo(page.getByRole('listbox', { name: 'Changes to Everything' }));
    await keyboard.press('Space');
    await page.getByText('paused, 0 waiting').waitFor();
    await etcdctl('put', KEY, 'while paused');
    await page.getByText('paused, 1 waiting').waitFor();
    expect(await watch.event('PUT', KEY).count()).toBe(0);
    await keyboard.press('Space');
    await watch.event('PUT', KEY).waitFor();
    await keyboard.command('Clear the watch log');
    await watch.event('PUT', KEY).waitFor({ state: 'detached' });
  });

  it('a lease is granted, kept alive once and revoked', async () => {
    await keyboard.press('Control+4');
    await button('Grant lease…').first().waitFor();
    await keyboard.press('Control+g');
    await keyboard.fill(dialog('Grant a lease').getByLabel('Time to live'), '600');
    await keyboard.press('Enter');
    await dialog('Grant a lease').waitFor({ state: 'detached' });
    const lease = page.getByRole('region', { name: /^Lease [0-9a-f]{16}$/ });
    const id = ((await lease.getAttribute('aria-label')) ?? '').replace('Lease ', '');
    const remaining = async () =>
      Number(/remaining\((-?\d+)s\)/.exec(await etcdctl('lease', 'timetolive', id))?.[1]);
    await until('some of its time has gone', async () => (await remaining()) <= 597);
    await keyboard.activate(lease.getByRole('button', { name: 'Keep alive once' }), 'Space');
    await until('it has all of its time', async () => (await remaining()) >= 599);

    await keyboard.tabTo(page.getByRole('listbox', { name: 'Leases' }), 'Shift+Tab');
    await keyboard.press('Delete');
    await dialog('Revoke this lease?').getByText('No key is deleted with it.').waitFor();
    await keyboard.activate(
      dialog('Revoke this lease?').getByRole('button', { name: 'Revoke', exact: true }),
    );
    await page.getByText('No leases', { exact: true }).waitFor();
    expect(await etcdctl('lease', 'list')).toContain('found 0 leases');
  });
});
