import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { App } from '../support/app';
import { launch } from '../support/app';
import { openArea } from '../support/area';
import { ClusterView } from '../support/cluster-view';
import { etcdctlAt } from '../support/etcdctl';
import { etcdFolders } from '../support/etcd';
import { TestHome } from '../support/home';
import { KeysView } from '../support/keys-view';
import { TerminalView } from '../support/terminal-view';
import { WatchView } from '../support/watch-view';

const KEY = '/app/config/color';

/** A day's work on one cluster of three; each test goes on where the one before ended. */
describe('a day with a cluster', () => {
  const etcd = etcdFolders().slice(-1);
  let home: TestHome;
  let app: App;
  let other: Page;
  let cluster: ClusterView;
  let keys: KeysView;
  let watch: WatchView;
  let etcdctl: (...args: string[]) => Promise<string>;

  beforeAll(async () => {
    home = await TestHome.make(etcd);
    app = await launch(home, { SHELL: '/bin/bash' });
    cluster = new ClusterView(app.page);
    keys = new KeysView(app.page);
    watch = new WatchView(app.page);
    await cluster.createWithOneClick();
    await cluster.untilLed(3);
    const rows = await cluster.memberTable();
    const endpoints = [...rows.values()].map((row) => row.get('Endpoint')?.text ?? '');
    etcdctl = etcdctlAt(etcd[0]?.folder ?? '', endpoints);
  });
  afterAll(async () => {
    await home.dispose();
  });

  it('begins with a watch of everything', async () => {
    await watch.open();
    await watch.watchEverything();
  });

  it('creates a key, which the tree and the watch log show, and etcd has', async () => {
    await keys.open();
    await keys.create(KEY, 'green');
    await keys.expandAll();
    await keys.row(KEY).waitFor();
    expect(await etcdctl('get', KEY, '--print-value-only')).toBe('green\n');
    await watch.open();
    await watch.event('PUT', KEY).waitFor();
  });

  it('shows both sides when two windows edit the same key, and overwrites nothing until told', async () => {
    other = await app.newWindow();
    const theirs = new KeysView(other);
    await keys.open();
    await keys.show(KEY);
    await theirs.open();
    await theirs.expandAll();
    await theirs.show(KEY);
    await keys.type('blue');
    await theirs.type('red');
    await theirs.save();
    await theirs.saved();
    await keys.save();
    const conflict = app.page.getByRole('dialog', { name: 'This key was changed by somebody else' });
    await conflict.waitFor();
    expect(await etcdctl('get', KEY, '--print-value-only')).toBe('red\n');
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await conflict.waitFor({ state: 'detached' });
    expect(await etcdctl('get', KEY, '--print-value-only')).toBe('blue\n');
    await other.close();
  });

  it('counts a lease down until it goes, with its key, from leases, tree and log', async () => {
    const [, id = ''] = /lease ([0-9a-f]+) granted/.exec(await etcdctl('lease', 'grant', '10')) ?? [];
    await etcdctl('put', '/app/lock', 'held', `--lease=${id}`);
    await keys.row('/app/lock').waitFor();
    await openArea(app.page, 'Leases');
    const lease = app.page.getByRole('option', { name: new RegExp(id) });
    await lease.waitFor();
    await lease.waitFor({ state: 'detached', timeout: 20_000 });
    await keys.open();
    await keys.row('/app/lock').waitFor({ state: 'detached' });
    await watch.open();
    await watch.event('DELETE', '/app/lock').waitFor();
  });

  it('goes on watching through the death of the leader, and misses nothing', async () => {
    await openArea(app.page, 'Cluster');
    const before = await cluster.untilLed(3);
    const enough = new AbortController();
    const written: string[] = [];
    const writing = (async () => {
      while (!enough.signal.aborted) {
        const value = `tick-${written.length}`;
        await etcdctl('put', '/app/tick', value).then(
          () => written.push(value),
          () => undefined,
        );
      }
    })();
    await app.page.getByRole('button', { name: 'Kill leader' }).click();
    await cluster.untilLedAfter(before);
    enough.abort();
    await writing;
    await etcdctl('put', '/app/tick', 'END');
    await watch.open();
    await watch.searchFor('/app/tick');
    await watch.value('END').waitFor();
    // Every revision of the key was seen: as many changes as its version. What happened to the watch itself is shown
    // whatever is searched for.
    const version = /"version":\s*(\d+)/.exec(await etcdctl('get', '/app/tick', '-w', 'json'))?.[1];
    await watch.searchFor('no key has this');
    await watch.value('END').waitFor({ state: 'detached' });
    const markers = await watch.rows();
    await watch.searchFor('/app/tick');
    await watch.untilRows(markers + Number(version));
    await watch.searchFor('');
    expect(await watch.missed()).toBe(0);
  });

  it('gets the value in the terminal, and does the same by a command of the command log', async () => {
    const terminal = new TerminalView(app.page);
    await terminal.openPanel();
    await terminal.readAloud();
    await terminal.type(`etcdctl get ${KEY} --print-value-only | tr a-z A-Z`);
    await terminal.shows('BLUE');
    await app.page
      .getByRole('tab', { name: 'Commands', exact: true })
      .or(app.page.getByRole('button', { name: 'Commands', exact: true }))
      .click();
    await app.page.getByRole('textbox', { name: 'Search the commands' }).fill('green');
    const created = app.page
      .getByRole('listbox', { name: 'What was done' })
      .getByRole('option')
      .filter({ hasText: 'green' })
      .first();
    await created.hover();
    await created.getByRole('button', { name: 'Type it in the terminal, without Enter' }).click();
    await etcdctl('del', KEY);
    await terminal.shows('green');
    await app.page.keyboard.press('Enter');
    await expect.poll(() => etcdctl('get', KEY, '--print-value-only'), { timeout: 20_000 }).toBe('green\n');
  });
});
