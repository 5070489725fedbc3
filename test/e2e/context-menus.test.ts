import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { launch } from '../support/app/app';
import { TestHome } from '../support/app/home';
import { openArea } from '../support/views/area';
import { ClusterView } from '../support/views/cluster-view';
import { KeysView } from '../support/views/keys-view';
import { LeasesView } from '../support/views/leases-view';
import { WatchView } from '../support/views/watch-view';

/** A right click, or the menu key, offers the actions for its target. */
describe('the context menu', () => {
  let home: TestHome;
  let app: App;
  let page: Page;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    page = app.page;
    const cluster = new ClusterView(page);
    await cluster.createWithOneClick();
    await cluster.untilLed(3);
  });
  afterAll(async () => {
    await home.dispose();
  });

  /** Opens the menu with a right click, and returns its entries. */
  async function offered(on: Locator): Promise<string[]> {
    await on.click({ button: 'right' });
    return entries();
  }
  async function entries(): Promise<string[]> {
    await page.getByRole('menuitem').first().waitFor();
    const texts = await page.getByRole('menuitem').allInnerTexts();
    return texts.map((text) => text.split('\n')[0] ?? '');
  }
  async function choose(name: string): Promise<void> {
    await page.getByRole('menuitem', { name, exact: true }).click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }
  async function dismiss(): Promise<void> {
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }

  it('of a node in the ring has what its buttons have, and chooses the node', async () => {
    const card = page.getByRole('option', { name: /^n2, / });
    expect(await offered(card)).toEqual(
      expect.arrayContaining(['Kill', 'Pause', 'Stop', 'Restart', 'Open log', 'Copy endpoint']),
    );
    await dismiss();
    await page.getByRole('region', { name: 'Node n2' }).waitFor();
  });

  it('of a key in the tree deletes that key, and of a folder its folder', async () => {
    const keys = new KeysView(page);
    await keys.open();
    await keys.create('/app/a', 'one');
    await keys.create('/app/b', 'two');
    await keys.expandAll();
    const folder = await offered(page.getByRole('treeitem', { name: '/app/, folder, 2 keys' }));
    expect(folder).toEqual(expect.arrayContaining(['New key in this folder…', 'Delete folder…']));
    expect(folder).not.toContain('Delete key…');
    await dismiss();
    expect(await offered(keys.row('/app/b'))).toEqual(
      expect.arrayContaining(['Edit value', 'New key in the same folder…', 'Delete key…']),
    );
    await choose('Delete key…');
    const dialog = page.getByRole('dialog', { name: 'Delete key' });
    await dialog.getByText('/app/b').first().waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('opens by the menu key on the row that the keyboard is on, and Escape gives the focus back', async () => {
    const keys = new KeysView(page);
    await keys.open();
    await keys.row('/app/a').click();
    await page.getByRole('tree').focus();
    await page.keyboard.press('Shift+F10');
    expect(await entries()).toContain('Delete key…');
    const [menu, row] = [await page.getByRole('menu').boundingBox(), await keys.row('/app/a').boundingBox()];
    expect(menu?.x).toBeGreaterThan(row?.x ?? Infinity);
    expect(menu?.y).toBeGreaterThanOrEqual(row?.y ?? Infinity);
    expect(menu?.y).toBeLessThanOrEqual((row?.y ?? 0) + (row?.height ?? 0));
    await dismiss();
    await page.locator('[role=tree]:focus').waitFor();
  });

  it('of a lease asks before it revokes', async () => {
    const leases = new LeasesView(page);
    await leases.open();
    const id = await leases.grant(600);
    expect(await offered(leases.row(id))).toEqual(
      expect.arrayContaining(['Keep alive once', 'Keep alive', 'Revoke…']),
    );
    await choose('Revoke…');
    const dialog = page.getByRole('dialog', { name: /^Revoke/ });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('of a change in the watch log shows the change', async () => {
    const watch = new WatchView(page);
    await watch.open();
    await watch.watchEverything();
    const keys = new KeysView(page);
    await keys.open();
    await keys.create('/seen', 'now');
    await openArea(page, 'Watch');
    const row = page.getByRole('option', { name: /\/seen/ }).first();
    await row.waitFor();
    expect(await offered(row)).toEqual(['Show details', 'Copy key', 'Copy value']);
    await choose('Show details');
    await page.getByRole('region', { name: /\/seen/ }).waitFor();
  });
});
