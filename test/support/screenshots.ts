import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { etcdFolders } from './etcd/etcd';
import { TestHome } from './app/home';
import { nodesIn } from './app/cluster-record';
import { etcdctlAt } from './etcd/etcdctl';
import { screens } from './screens';
import { ServedApp, WINDOW } from './app/served-app';
import { until } from './until';

const THEMES = ['light', 'dark'] as const;

/** The window of a small laptop, the smallest supported, and a projector's. */
const SIZES = [WINDOW, { width: 1000, height: 640 }, { width: 1920, height: 1080 }] as const;

/** The pictures of the README: screen and theme. */
const OF_README = [
  ['cluster-killed', 'light'],
  ['cluster-killed', 'dark'],
  ['keys', 'light'],
  ['watch', 'dark'],
] as const;

/** Takes the pictures of the README, in a window of 1280 x 800, into `folder`. */
export async function takeScreenshots(folder: string): Promise<void> {
  await walk(folder, async (page, name) => {
    for (const [screen, theme] of OF_README)
      if (screen === name) await take(page, theme, join(folder, `${name}-${theme}.png`));
  });
}

/** Takes every screen in both themes and all sizes into `folder`, for review. */
export async function takeEveryScreen(folder: string): Promise<void> {
  await walk(folder, async (page, name) => {
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const theme of THEMES) await take(page, theme, join(folder, `${name}-${size.width}-${theme}.png`));
    }
    await page.setViewportSize(WINDOW);
  });
}

/** Walks through all screens, with the newest etcd in QUORATE_TEST_ETCD, or the one on PATH. */
async function walk(folder: string, look: (page: Page, name: string) => Promise<void>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const newest = etcdFolders().sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
  const home = await TestHome.make(newest.slice(0, 1));
  try {
    const app = await ServedApp.launch({ ...home.env(), SHELL: '/bin/bash' });
    try {
      const etcdctl = (...args: string[]) =>
        etcdctlAt(
          newest[0]?.folder ?? '',
          nodesIn(home).map(({ clientPort }) => `http://127.0.0.1:${clientPort}`),
        )(...args);
      for (const { name, show } of screens) {
        await show({ page: app.page, etcdctl });
        await look(app.page, name);
      }
    } finally {
      await app.close();
    }
  } finally {
    await home.dispose();
  }
}

/** Moves the pointer away, and waits for all animations to end. */
async function take(page: Page, theme: (typeof THEMES)[number], path: string): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.mouse.move(0, 0);
  await until(`the theme is ${theme}`, async () => {
    return (await page.locator('html').getAttribute('data-theme')) === theme;
  });
  await page.screenshot({ path, animations: 'disabled' });
}
