import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ClusterView } from './cluster-view';
import { etcdFolders } from './etcd';
import { TestHome } from './home';
import { ServedApp } from './served-app';
import { until } from './until';

const THEMES = ['light', 'dark'] as const;

/**
 * Takes a picture in each theme of a cluster whose leader was killed, in a window of 1280 x 800, into `folder`. With
 * the newest etcd of QUORATE_TEST_ETCD, or the one on PATH.
 */
export async function takeScreenshots(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const newest = etcdFolders().sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
  const home = await TestHome.make(newest.slice(0, 1));
  try {
    const app = await ServedApp.launch(home.env());
    try {
      await killALeader(new ClusterView(app.page));
      for (const theme of THEMES) await take(app.page, theme, join(folder, `${theme}.png`));
    } finally {
      await app.close();
    }
  } finally {
    await home.dispose();
  }
}

async function killALeader(view: ClusterView): Promise<void> {
  await view.createWithOneClick();
  const before = await view.untilLed(3);
  await view.page.getByRole('button', { name: 'Kill leader' }).click();
  const after = await view.untilLedAfter(before);
  await view.card(after.leader).click();
}

/** The pointer out of the way, and everything that moves at rest. */
async function take(page: Page, theme: (typeof THEMES)[number], path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.mouse.move(0, 0);
  await until(`the theme is ${theme}`, async () => {
    return (await page.locator('html').getAttribute('data-theme')) === theme;
  });
  await page.screenshot({ path, animations: 'disabled' });
}
