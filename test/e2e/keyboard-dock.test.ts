import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { ConnectionView } from '../support/views/connection-view';
import { etcdctlAt } from '../support/etcd/etcdctl';
import { etcdFolders } from '../support/etcd/etcd';
import { TestHome } from '../support/app/home';
import { hasFocus, Keyboard } from '../support/app/keyboard';
import { TerminalView } from '../support/views/terminal-view';
import { until } from '../support/until';

/** The dock, the theme and connections without a pointer. */
describe('by the keyboard alone', () => {
  const [etcd] = etcdFolders();
  let home: TestHome;
  let app: App;
  let page: Page;
  let keyboard: Keyboard;
  let endpoints: string[];

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home, { SHELL: '/bin/bash' });
    page = app.page;
    keyboard = new Keyboard(page);
    const cluster = new ClusterView(page);
    await keyboard.activate(page.getByRole('button', { name: 'Create a 3-node cluster' }));
    await cluster.untilLed(3);
    endpoints = await cluster.endpoints();
    await etcdctlAt(etcd?.folder ?? '', endpoints)('put', 'greeting', 'typed by nobody');
  });
  afterAll(async () => {
    await home.dispose();
  });

  it('the terminal is opened, used and left', async () => {
    const terminal = new TerminalView(page);
    await keyboard.command('Show the terminal');
    await until('the terminal has the focus', () => hasFocus(terminal.input));
    await keyboard.press('F6');
    const tab = page.getByRole('tab', { name: /^1: / });
    await until('its tab has the focus', () => hasFocus(tab));
    const menu = page.getByRole('button', { name: 'New terminal' });
    await keyboard.activate(menu);
    await keyboard.downTo(page.getByRole('menuitemcheckbox', { name: /^Screen reader mode/ }));
    await keyboard.press('Enter');
    await until('the menu gives the focus back', () => hasFocus(menu));
    await keyboard.tabTo(tab, 'Shift+Tab');
    await keyboard.press('Enter');
    await until('the terminal has the focus again', () => hasFocus(terminal.input));
    await keyboard.type('etcdctl get greeting --print-value-only | tr a-z A-Z\n');
    await terminal.shows('TYPED BY NOBODY');
    await keyboard.press('F6');
    await until('its tab has the focus once more', () => hasFocus(tab));
  });

  it('the command log is opened, and a command copied from it', async () => {
    await keyboard.press('F5');
    await keyboard.command('Show the etcdctl log');
    await keyboard.tabTo(page.getByRole('listbox', { name: 'What you did, as etcdctl commands' }));
    await keyboard.press('Home');
    const command = page.getByRole('option', { name: /etcdctl endpoint status/, selected: true });
    await keyboard.activate(command.getByRole('button', { name: 'Copy command' }));
    await page.getByText('Command copied').first().waitFor();
    const search = page.getByRole('textbox', { name: 'Search the commands' });
    await keyboard.tabTo(search, 'Shift+Tab');
    await keyboard.press('Control+v');
    expect(await search.inputValue()).toBe('etcdctl endpoint status --write-out=table');
    await keyboard.press('Escape');
  });

  it('the theme is switched, and switched back', async () => {
    const toLight = page.getByRole('button', { name: 'Switch to the light theme' });
    const toDark = page.getByRole('button', { name: 'Switch to the dark theme' });
    const [now, other] = (await toLight.count()) > 0 ? [toLight, toDark] : [toDark, toLight];
    await keyboard.command('Switch between light and dark');
    await other.waitFor();
    await keyboard.activate(other);
    await now.waitFor();
  });

  it('a connection is made, tested, saved and switched to', async () => {
    const connections = new ConnectionView(page);
    await keyboard.command('New connection…');
    await keyboard.fill(connections.field('Name'), 'the same, from outside');
    await keyboard.fill(connections.field('Endpoints'), endpoints.join(','));
    await keyboard.activate(connections.dialog.getByRole('button', { name: 'Test', exact: true }));
    await connections.dialog.getByText('3 of 3 endpoints answer').waitFor();
    await keyboard.activate(connections.dialog.getByRole('button', { name: 'Save', exact: true }));
    await connections.dialog.waitFor({ state: 'detached' });
    await keyboard.command('Switch to the same, from outside');
    const ring = page.getByRole('listbox', { name: 'Members of the same, from outside' });
    await ring.getByRole('option', { name: /^n\d, leader/ }).waitFor();
  });
});
