import type { Page } from 'playwright-core';
import { openArea } from './views/area';
import { ClusterView } from './views/cluster-view';
import { KeysView } from './views/keys-view';
import { TerminalView } from './views/terminal-view';
import { until } from './until';
import { WatchView } from './views/watch-view';

/** What a walk through the window can use. */
export interface Stage {
  readonly page: Page;
  readonly etcdctl: (...args: string[]) => Promise<string>;
}

/** One state of the window; `show` gets there from the previous screen. */
export interface Screen {
  readonly name: string;
  readonly show: (stage: Stage) => Promise<void>;
}

/** Every screen, with a cluster of three that is created, loses its leader, is filled, and stops. */
export const screens: readonly Screen[] = [
  { name: 'empty', show: ({ page }) => seen(page, 'A real etcd cluster, on this machine, in one click') },
  {
    name: 'create',
    show: async ({ page }) => {
      await button(page, 'Customise…').click();
      await page.getByRole('dialog').waitFor();
      await page
        .getByRole('dialog')
        .getByText(/Advanced/)
        .first()
        .click();
    },
  },
  {
    name: 'cluster',
    show: async ({ page }) => {
      await page.keyboard.press('Escape');
      const view = new ClusterView(page);
      await view.createWithOneClick();
      await view.untilLed(3);
    },
  },
  {
    name: 'cluster-killed',
    show: async ({ page }) => {
      const view = new ClusterView(page);
      const before = await view.untilLed(3);
      await button(page, 'Kill leader').click();
      const after = await view.untilLedAfter(before);
      await view.card(after.leader).click();
    },
  },
  {
    name: 'cluster-no-quorum',
    show: async ({ page }) => {
      const view = new ClusterView(page);
      const leader = (await view.ring()).find(({ role }) => role === 'leader')?.name ?? '';
      await view.act('Pause', leader);
      await view.untilRing('a paused node and a candidate', (ring) =>
        ['paused', 'candidate'].every((wanted) => ring.some(({ role }) => role === wanted)),
      );
    },
  },
  {
    name: 'keys-empty',
    show: async ({ page }) => {
      const view = new ClusterView(page);
      const paused = (await view.ring()).find(({ role }) => role === 'paused')?.name ?? '';
      await view.act('Resume', paused);
      await button(page, 'Start stopped nodes').click();
      await view.untilLed(3);
      await new KeysView(page).open();
    },
  },
  {
    name: 'keys',
    show: async ({ page, etcdctl }) => {
      for (const [key, value] of sample) await etcdctl('put', key, value);
      const keys = new KeysView(page);
      await keys.row('/app/config/limits').or(keys.row('/app/, folder, 5 keys')).first().waitFor();
      await keys.expandAll();
      await keys.show('/app/config/limits');
    },
  },
  {
    name: 'keys-changed',
    show: async ({ page, etcdctl }) => {
      const keys = new KeysView(page);
      await keys.show('/app/config/color');
      await keys.type('the colour is teal');
      await etcdctl('put', '/app/config/color', 'the colour is orange');
      await seen(page, /^Someone else changed this key/);
    },
  },
  {
    name: 'keys-conflict',
    show: async ({ page }) => {
      await new KeysView(page).save();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'keys-new',
    show: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await button(page, 'Discard').click();
      await page.getByRole('button', { name: 'New key…' }).first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Key', exact: true }).fill('/app/\\xZZ');
      await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    },
  },
  {
    name: 'keys-folder',
    show: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page
        .getByRole('treeitem', { name: /^\/app\/, folder/ })
        .first()
        .click();
    },
  },
  {
    name: 'keys-hex',
    show: async ({ page }) => {
      const keys = new KeysView(page);
      await keys.expandAll();
      await keys.show('plain');
      await page.getByRole('radio', { name: 'Hex' }).click();
    },
  },
  { name: 'watch-new', show: ({ page }) => new WatchView(page).open() },
  {
    name: 'watch',
    show: async ({ page, etcdctl }) => {
      const watch = new WatchView(page);
      await watch.watchEverything();
      for (const value of ['red', 'green', 'blue'])
        await etcdctl('put', '/app/config/color', `the colour is ${value}`);
      await etcdctl('put', '/app/users/grace', '{"name":"Grace","admin":true}');
      await etcdctl('del', '/app/users/ada');
      await watch.event('DELETE', '/app/users/ada').click();
    },
  },
  {
    name: 'leases-empty',
    show: async ({ page }) => {
      await openArea(page, 'Leases');
      await seen(page, 'No leases');
    },
  },
  {
    name: 'leases',
    show: async ({ page, etcdctl }) => {
      const ids: string[] = [];
      for (const seconds of ['600', '90', '3600']) {
        const [, id = ''] = /lease ([0-9a-f]+)/.exec(await etcdctl('lease', 'grant', seconds)) ?? [];
        ids.push(id);
      }
      await etcdctl('put', '/services/web/1', '10.0.0.1', `--lease=${ids[0] ?? ''}`);
      await etcdctl('put', '/services/web/2', '10.0.0.2', `--lease=${ids[0] ?? ''}`);
      // Until all remaining times are known, rows change places, even under the pointer.
      const row = page.getByRole('option', { name: new RegExp(ids[0] ?? '') });
      await until('the lease and its keys are shown', async () => {
        if ((await row.getAttribute('aria-selected')) !== 'true') await row.click();
        return (await page.getByText('/services/web/2').count()) > 0;
      });
    },
  },
  {
    name: 'leases-grant',
    show: async ({ page }) => {
      await page
        .getByRole('button', { name: /^Grant/ })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'terminal',
    show: async ({ page }) => {
      await page.keyboard.press('Escape');
      const terminal = new TerminalView(page);
      await terminal.openPanel();
      await terminal.readAloud();
      await terminal.type('etcdctl endpoint status -w table');
      await terminal.shows('+-----');
    },
  },
  { name: 'logs', show: ({ page }) => button(page, 'Logs').click() },
  { name: 'commands', show: ({ page }) => button(page, 'etcdctl log').click() },
  {
    name: 'settings',
    show: async ({ page }) => {
      await button(page, 'Collapse the dock').click();
      await page.keyboard.press('Control+,');
      await page.getByRole('main', { name: 'Settings' }).waitFor();
    },
  },
  {
    name: 'palette',
    show: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'connection',
    show: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page
        .getByRole('button', { name: /^Connection/ })
        .first()
        .click();
      await page.getByRole('menuitem', { name: 'New connection…' }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('textbox', { name: 'Endpoints' })
        .fill('http://127.0.0.1:9\nhttp://127.0.0.1:10');
      await dialog.getByRole('button', { name: 'Test', exact: true }).click();
      await seen(page, /of 2 endpoints? answer/);
    },
  },
  {
    name: 'remote-dead',
    show: async ({ page }) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox', { name: 'Name' }).fill('staging');
      await dialog.getByRole('button', { name: 'Save and connect' }).click();
      await openArea(page, 'Cluster');
      await seen(page, 'No endpoint answers');
    },
  },
];

const sample = [
  ['/app/config/color', 'the colour is red'],
  ['/app/config/limits', '{"requests":100,"burst":5,"peers":["a","b"]}'],
  ['/app/users/ada', '{"name":"Ada"}'],
  ['/app/users/alan', '{"name":"Alan"}'],
  ['/app/users/', 'a key that is a folder, too'],
  ['/registry/pods/default/web-1', 'k8s'],
  ['plain', 'no slash at all'],
] as const;

function button(page: Page, name: string) {
  return page.getByRole('button', { name, exact: true }).first();
}

async function seen(page: Page, text: string | RegExp): Promise<void> {
  await until(`“${text}” is shown`, async () => (await page.getByText(text).count()) > 0);
}
