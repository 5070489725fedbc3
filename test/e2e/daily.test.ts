import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { openArea } from '../support/views/area';
import { ClusterView } from '../support/views/cluster-view';
import { CommandsView } from '../support/views/etcdctl-view';
import { etcdctlAt } from '../support/etcd/etcdctl';
import { etcdFolders } from '../support/etcd/etcd';
import { TestHome } from '../support/app/home';
import { KeysView } from '../support/views/keys-view';
import { LeasesView } from '../support/views/leases-view';
import { TerminalView } from '../support/views/terminal-view';
import { until } from '../support/until';
import { WatchView } from '../support/views/watch-view';

const KEY = '/app/config/color';
const LEASE_SECONDS = 10;

/** A day's work on one cluster of three; each test continues where the previous one ended. */
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
    etcdctl = etcdctlAt(etcd[0]?.folder ?? '', await cluster.endpoints());
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
    const conflict = app.page.getByRole('dialog', { name: 'Someone else changed this key' });
    await conflict.waitFor();
    expect(await etcdctl('get', KEY, '--print-value-only')).toBe('red\n');
    await conflict.getByRole('button', { name: 'Keep mine' }).click();
    await conflict.waitFor({ state: 'detached' });
    expect(await etcdctl('get', KEY, '--print-value-only')).toBe('blue\n');
    await other.close();
  });

  it('counts a lease down as etcd does until it goes, with its key, from leases, tree and log', async () => {
    const leases = new LeasesView(app.page);
    await leases.open();
    const id = await leases.grant(LEASE_SECONDS);
    await keys.open();
    await keys.create('/app/lock', 'held', id);
    await keys.expandAll();
    await keys.row('/app/lock').waitFor();
    await leases.open();
    const first = await shownLeft(leases, id);
    await until('less is left', async () => (await shownLeft(leases, id)) < first);
    await leases.row(id).waitFor({ state: 'detached', timeout: 2 * LEASE_SECONDS * 1000 });
    await keys.open();
    await keys.row('/app/lock').waitFor({ state: 'detached' });
    await watch.open();
    await watch.event('DELETE', '/app/lock').waitFor();
  });

  /** The remaining seconds shown: never more than granted, and within a second of etcd's own answer. */
  async function shownLeft(leases: LeasesView, id: string): Promise<number> {
    const before = await leases.left(id);
    const told = await etcdctl('lease', 'timetolive', id);
    const after = await leases.left(id);
    const left = Number(/remaining\((-?\d+)s\)/.exec(told)?.[1]);
    expect(before).toBeLessThanOrEqual(LEASE_SECONDS);
    expect(left).toBeLessThanOrEqual(before + 1);
    expect(left).toBeGreaterThanOrEqual(after - 1);
    return after;
  }

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
    // Every revision of the key was seen: as many changes as its version. Markers are shown whatever the
    // search.
    const version = /"version":\s*(\d+)/.exec(await etcdctl('get', '/app/tick', '-w', 'json'))?.[1];
    await watch.searchFor('no key has this');
    await app.page.getByText('No changes match').waitFor();
    const markers = await watch.rows();
    await watch.searchFor('/app/tick');
    await watch.untilRows(markers + Number(version));
    await watch.searchFor('');
    expect(await watch.missed()).toBe(0);
  });

  it('gets the value in the terminal, and does the same by a command of the command log', async () => {
    const terminal = new TerminalView(app.page);
    const commands = new CommandsView(app.page);
    await terminal.openPanel();
    await terminal.readAloud();
    await terminal.type(`etcdctl get ${KEY} --print-value-only | tr a-z A-Z`);
    await terminal.shows('BLUE');
    await commands.open();
    await commands.searchFor('green');
    await commands.press('Type it in the terminal, without pressing Enter', 'green');
    await etcdctl('del', KEY);
    await terminal.shows('green');
    await app.page.keyboard.press('Enter');
    await expect.poll(() => etcdctl('get', KEY, '--print-value-only'), { timeout: 20_000 }).toBe('green\n');

    await commands.open();
    await commands.press('Copy command', 'green');
    await app.page.getByText('Command copied').first().waitFor();
    await etcdctl('del', KEY);
    await terminal.openPanel();
    await terminal.paste();
    await app.page.keyboard.press('Enter');
    await expect.poll(() => etcdctl('get', KEY, '--print-value-only'), { timeout: 20_000 }).toBe('green\n');
  });
});
