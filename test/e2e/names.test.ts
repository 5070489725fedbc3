import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { openArea } from '../support/views/area';
import { nodesIn } from '../support/app/cluster-record';
import { etcdctlAt } from '../support/etcd/etcdctl';
import { etcdFolders } from '../support/etcd/etcd';
import { TestHome } from '../support/app/home';
import { Keyboard } from '../support/app/keyboard';
import { KeysView } from '../support/views/keys-view';
import { namelessIn } from '../support/nameless';
import { type Screen, screens } from '../support/screens';

/** Dialogs and menus that the walk through the screens does not open. */
const more: readonly Screen[] = [
  asked('Edit connection…', /^Edit staging$/),
  asked('Delete connection…', /^Delete the connection staging/),
  {
    name: 'the list of connections',
    show: async ({ page }) => {
      await page
        .getByRole('banner')
        .getByRole('button', { name: /^Connection / })
        .click();
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'the menu of a node',
    show: async ({ page }) => {
      await new Keyboard(page).command('Switch to local');
      await page
        .getByRole('button', { name: /^Actions on / })
        .first()
        .click();
      await page.getByRole('menu').waitFor();
    },
  },
  asked('Rename cluster…', /^Rename/),
  asked('Duplicate cluster…', /^Duplicate/),
  asked('Delete cluster…', /^Delete local/),
  {
    name: 'a key to be deleted',
    show: async ({ page }) => {
      await openArea(page, 'Keys');
      await new KeysView(page).show('plain');
      await new Keyboard(page).command('Delete the open key…');
      await page.getByRole('dialog', { name: 'Delete key' }).waitFor();
    },
  },
  {
    name: 'a lease to be revoked',
    show: async ({ page }) => {
      await openArea(page, 'Leases');
      await page
        .getByRole('option', { name: /^Lease / })
        .first()
        .click();
      await page.getByRole('button', { name: 'Revoke…' }).click();
      await page.getByRole('dialog', { name: 'Revoke this lease?' }).waitFor();
    },
  },
];

/** A dialog opened by its command in the palette. */
function asked(command: string, title: RegExp): Screen {
  return {
    name: command,
    show: async ({ page }) => {
      await new Keyboard(page).command(command);
      await page.getByRole('dialog', { name: title }).waitFor();
    },
  };
}

describe('the window', () => {
  const [etcd] = etcdFolders();
  let home: TestHome;
  let app: App;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home, { SHELL: '/bin/bash' });
  });
  afterAll(async () => {
    await home.dispose();
  });

  function etcdctl(...args: string[]): Promise<string> {
    const endpoints = nodesIn(home).map(({ clientPort }) => `http://127.0.0.1:${clientPort}`);
    return etcdctlAt(etcd?.folder ?? '', endpoints)(...args);
  }

  it('has a name for all that one works with, in every area, dialog and panel', async () => {
    const nameless: Record<string, readonly string[]> = {};
    const look = async ({ name, show }: Screen) => {
      await show({ page: app.page, etcdctl });
      const found = await namelessIn(app.page);
      if (found.length > 0) nameless[name] = found;
    };
    for (const screen of screens) await look(screen);
    const { page } = app;
    for (const screen of more) {
      await look(screen);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').or(page.getByRole('menu')).waitFor({ state: 'detached' });
    }
    expect(nameless).toEqual({});
  });
});
