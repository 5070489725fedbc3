import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { e2eHost, launch } from '../support/app/app';
import { launchElectron } from '../support/app/desktop-app';
import { TestHome } from '../support/app/home';
import { openBrowser } from '../support/app/served-app';
import { median, print, until } from './measure';

const ROUNDS = 5;

/** Measures from the start of the host's process to the first usable area; the floor is an empty window of the host. */
export async function start(): Promise<void> {
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    floors.push(await (e2eHost === 'desktop' ? emptyElectron() : emptyServer()));
    values.push(await ours());
  }
  print({ name: `start.${e2eHost}`, value: median(values), unit: 'ms', floor: median(floors) });
}

async function ours(): Promise<number> {
  const home = await TestHome.make();
  const began = performance.now();
  const app = await launch(home);
  try {
    await app.page.getByRole('button', { name: 'Create a 3-node cluster' }).waitFor();
    return performance.now() - began;
  } finally {
    await app.close();
    await home.dispose();
  }
}

async function emptyElectron(): Promise<number> {
  const began = performance.now();
  const app = await launchElectron(resolve('test/bench/empty'));
  try {
    await shown(await app.firstWindow());
    return performance.now() - began;
  } finally {
    await app.close();
  }
}

async function emptyServer(): Promise<number> {
  const began = performance.now();
  const child = spawn(process.execPath, [resolve('test/bench/empty/serve.js')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  try {
    const url = await until(() => /http:\S+/.exec(output)?.[0] ?? null, 10_000);
    const browser = await openBrowser();
    try {
      const page = await (await browser.newContext()).newPage();
      await page.goto(url);
      await shown(page);
      return performance.now() - began;
    } finally {
      await browser.close();
    }
  } finally {
    child.kill('SIGTERM');
  }
}

async function shown(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'empty' }).waitFor();
}
