import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { ClusterView } from '../support/views/cluster-view';
import { TestHome } from '../support/app/home';
import { TerminalView } from '../support/views/terminal-view';

describe('the terminal in the dock', () => {
  let home: TestHome;
  let app: App;
  let terminal: TerminalView;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home, { SHELL: '/bin/bash' });
    const view = new ClusterView(app.page);
    await view.createWithOneClick();
    await view.untilLed(3);
    terminal = new TerminalView(app.page);
  });
  afterAll(async () => {
    await home.dispose();
  });

  it('is a shell whose etcdctl asks the cluster that is shown', async () => {
    await terminal.openPanel();
    await terminal.readAloud();
    await terminal.type('etcdctl put greeting "hello from the terminal"');
    await terminal.shows('OK');
    await terminal.type('etcdctl get greeting --print-value-only | tr a-z A-Z');
    await terminal.shows('HELLO FROM THE TERMINAL');
  });

  it('keeps its shell and what it wrote when the window is loaded again', async () => {
    await terminal.type('NOTE="still the same shell"; echo no""ted');
    await terminal.shows('noted');
    await app.page.reload();
    await terminal.openPanel();
    await terminal.shows('HELLO FROM THE TERMINAL');
    await terminal.type('echo "It is $NOTE."');
    await terminal.shows('It is still the same shell.');
  });

  it('is opened for one member alone', async () => {
    await terminal.openFor('For n2 only');
    await terminal.type('etcdctl member list | wc -l; echo "endpoints: ${ETCDCTL_ENDPOINTS//[^,]/}."');
    await terminal.shows('endpoints: .');
    const name = await app.page.getByRole('tab', { name: /^1: / }).innerText();
    await terminal.shows(`${name.replace('1: ', '')}/n2 `);
  });

  it('is left by F6, and its shell says how it ended', async () => {
    await terminal.type('exit 3');
    await app.page.getByText('The shell ended with code 3.').waitFor();
    await app.page.getByRole('button', { name: 'Restart the shell' }).click();
    await terminal.type('echo back a""gain');
    await terminal.shows('back again');
    await app.page.keyboard.press('F6');
    const tab = app.page.getByRole('tab', { name: /^2: .*\/n2$/ });
    expect(await tab.evaluate((element) => element === document.activeElement)).toBe(true);
    await app.page.keyboard.press('Delete');
    const dialog = app.page.getByRole('dialog', { name: 'Close terminal 2?' });
    await dialog.getByRole('button', { name: 'Close terminal' }).click();
    await tab.waitFor({ state: 'detached' });
  });

  it('runs a command of the command log, typed there without Enter', async () => {
    await app.page.getByRole('main', { name: 'Cluster' }).click({ position: { x: 4, y: 4 } });
    await app.page.keyboard.press('F5');
    await app.page.getByRole('button', { name: 'etcdctl log', exact: true }).click();
    const command = app.page.getByRole('option', { name: /etcdctl endpoint status/ });
    await command.hover();
    await command.getByRole('button', { name: 'Type it in the terminal, without pressing Enter' }).click();
    await terminal.shows('etcdctl endpoint status --write-out=table');
    await app.page.keyboard.press('Enter');
    await terminal.shows('| http://127.0.0.1:');
  });
});
