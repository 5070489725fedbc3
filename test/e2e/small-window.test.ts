import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, launch } from '../support/app/app';
import { TestHome } from '../support/app/home';
import { openArea } from '../support/views/area';
import { ClusterView } from '../support/views/cluster-view';
import { KeysView } from '../support/views/keys-view';

/** A laptop's window at 200 % zoom, and a narrow one. */
const sizes = [
  { width: 640, height: 400 },
  { width: 700, height: 600 },
] as const;

describe('in a small window', () => {
  let home: TestHome;
  let app: App;
  let keys: KeysView;

  beforeAll(async () => {
    home = await TestHome.make();
    app = await launch(home);
    const cluster = new ClusterView(app.page);
    await cluster.createWithOneClick();
    await cluster.untilLed(3);
    keys = new KeysView(app.page);
    await keys.open();
    await keys.create('/config/of-a-service-with-a-long-name', 'one');
  });
  afterAll(() => home.dispose());

  it.each(sizes)(
    'of $width x $height the editor keeps a usable height, and Save is in sight',
    async (size) => {
      await app.page.setViewportSize(size);
      await openArea(app.page, 'Keys');
      await keys.show('/config/of-a-service-with-a-long-name');
      await keys.type('two');
      const editor = app.page.getByRole('textbox', { name: /^Value of/ });
      await editor.scrollIntoViewIfNeeded();
      const frame = await editor.locator('xpath=ancestor::div[contains(@class,"cm-editor")]').boundingBox();
      expect(frame?.height).toBeGreaterThan(80);
      const save = await app.page.getByRole('button', { name: 'Save', exact: true }).boundingBox();
      expect((save?.x ?? 0) + (save?.width ?? 0)).toBeLessThanOrEqual(size.width);
      const heading = await app.page.getByRole('heading', { name: /of-a-service/ }).boundingBox();
      expect(heading?.width).toBeGreaterThan(100);
      await app.page.getByRole('button', { name: 'Discard' }).click();
    },
  );

  it.each(sizes)(
    'of $width x $height the table of members shows three rows, and no card is cut',
    async (size) => {
      await app.page.setViewportSize(size);
      await openArea(app.page, 'Cluster');
      const table = app.page.getByRole('table', { name: 'Member status' });
      await table.scrollIntoViewIfNeeded();
      const frame = await table.locator('xpath=..').boundingBox();
      expect(frame?.height).toBeGreaterThan(110);
      const details = await app.page.getByRole('region', { name: /^Node / }).boundingBox();
      for (const card of await app.page.getByRole('option').all()) {
        const box = await card.boundingBox();
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(size.width);
        const beside = details && box && details.y < box.y + box.height && details.x > box.x;
        if (beside) expect(box.x + box.width).toBeLessThanOrEqual(details.x);
      }
    },
  );
});
