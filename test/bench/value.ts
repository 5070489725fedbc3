import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { e2eHost, launch } from '../support/app/app';
import { TestHome } from '../support/app/home';
import { putAll } from '../support/etcd/put-all';
import { KeysView } from '../support/views/keys-view';
import { ClusterView } from '../support/views/cluster-view';
import { createByOneClick } from './cluster';
import { median, print } from './measure';
import { statusBarSays } from './window';
import { BareWriter } from './writer';

const SIZE = 1.4 * 1024 * 1024;
const ROUNDS = 5;
/** What a click left to draw, or to check, must not be counted for the next. Milliseconds. */
const REST_MS = 1000;

/** One line of JSON of that many bytes. */
function oneLine(bytes: number): string {
  const item = (id: number) => ({
    id,
    name: `item ${id}`,
    on: id % 2 === 0,
    tags: ['a', 'b'],
    size: id * 1.5,
  });
  const items: unknown[] = [];
  for (let length = 2; length < bytes; length += JSON.stringify(items.at(-1)).length + 1)
    items.push(item(items.length));
  return JSON.stringify(items);
}

/** Clicks a row of the tree in the page; returns the milliseconds until its value is painted. */
function openMs(page: Page, key: string): Promise<number> {
  return page.evaluate(async (name) => {
    const row = document.querySelector<HTMLElement>(`[role="treeitem"][aria-label="${name}"]`);
    if (!row) throw new Error(`There is no row ${name}`);
    const begin = performance.now();
    row.click();
    const label = `Value of ${name}`;
    for (;;) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const editor = document.querySelector(`[role="textbox"][aria-label="${label}"]`);
      if (editor && editor.textContent.length > 0) break;
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
  }, key);
}

/** Presses Save; returns the milliseconds until there is nothing left to save. */
function saveMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const button = () =>
      [...document.querySelectorAll('button')].find((each) => each.textContent.trim() === 'Save');
    const begin = performance.now();
    button()?.click();
    do await new Promise((resolve) => requestAnimationFrame(resolve));
    while (!button()?.disabled || button()?.ariaBusy === 'true');
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    return performance.now() - begin;
  });
}

/** How long etcd takes to write `value` without the app. Milliseconds. */
async function barePutMs(endpoint: string, value: string): Promise<number> {
  const writer = new BareWriter(endpoint);
  try {
    const put = () => writer.put([{ key: Buffer.from('bare'), value: Buffer.from(value) }], 10_000);
    // The first call also connects.
    await put();
    const begin = performance.now();
    await put();
    return performance.now() - begin;
  } finally {
    writer.dispose();
  }
}

/** Measures how long a key of 1.4 MiB takes to be opened as one line of JSON and as hex, and to be saved as JSON. */
export async function value(): Promise<void> {
  const home = await TestHome.make();
  const app = await launch(home);
  const { page } = app;
  try {
    await createByOneClick(page);
    await statusBarSays(page, ['3/3 up', 'leader n']);
    const [endpoint = ''] = await new ClusterView(page).endpoints();
    await putAll(endpoint, [
      ['json', oneLine(SIZE)],
      ['hex', randomBytes(SIZE)],
      ['small', 'v'],
    ]);
    const keys = new KeysView(page);
    await keys.open();
    await keys.row('small').waitFor();
    const opened: Record<'json' | 'hex' | 'small', number[]> = { json: [], hex: [], small: [] };
    for (let round = 0; round < ROUNDS; round++)
      for (const key of ['json', 'small', 'hex'] as const) {
        opened[key].push(await openMs(page, key));
        await page.waitForTimeout(REST_MS);
      }
    for (const key of ['json', 'hex'] as const)
      print({
        name: `value.open.${key}.${e2eHost}`,
        value: median(opened[key]),
        unit: 'ms',
        floor: median(opened.small),
      });
    await openMs(page, 'json');
    await page.getByRole('radio', { name: 'Text' }).click();
    const saved: number[] = [];
    const put: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      put.push(await barePutMs(endpoint, oneLine(SIZE)));
      await keys.value.click();
      await page.keyboard.press('Control+Home');
      await page.keyboard.type(' ');
      await page.waitForTimeout(REST_MS);
      saved.push(await saveMs(page));
      await page.waitForTimeout(REST_MS);
    }
    print({ name: `value.save.json.${e2eHost}`, value: median(saved), unit: 'ms', floor: median(put) });
  } finally {
    await app.close();
    await home.dispose();
  }
}
