import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { silentLog } from '../../src-main/base/log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { e2eHost, launch } from '../support/app/app';
import { openArea } from '../support/views/area';
import { nodesIn } from '../support/app/cluster-record';
import { TestHome } from '../support/app/home';
import { KeysView } from '../support/views/keys-view';
import { createByOneClick } from './cluster';
import { framesWhile, framesWhileScrolling } from './frames';
import { DEFAULT_MAX_TXN_OPS, fill } from './keys';
import { bareWatcher, cpuMs, EVENTS, KEYS, pause, RATE, rateOf, residentBytes, WITHIN_MS } from './load';
import { print, until } from './measure';
import { statusBarSays } from './window';
import { BareWriter } from './writer';

/**
 * Writes events to 100,000 keys in a cluster of three, at a steady rate, in transactions. Measures how many events
 * a second arrive with none lost: in the window, whose log shows its count, and in a bare grpc-js watcher before
 * it (the floor). Meanwhile measures CPU time of the engine, with everything else it does, against the watcher's;
 * frame times of the window, against those of the same window at rest; and delay of the engine's event loop,
 * against idle. Then repeats the load while dragging through the open tree, and compares what engine and page hold
 * after it with after the first.
 */
export async function watch(): Promise<void> {
  const home = await TestHome.make();
  const file = join(home.folder, 'delay.json');
  const app = await launch(home, {
    NODE_OPTIONS: `--require ${resolve('test/bench/event-loop-delay.cjs')}`,
    QUORATE_BENCH_DELAY: file,
  });
  const { page, pid } = app;
  const delaySince = async (): Promise<{ p99: number; max: number }> => {
    rmSync(file, { force: true });
    process.kill(pid, 'SIGUSR2');
    await until(() => existsSync(file) || null, 5_000);
    return JSON.parse(readFileSync(file, 'utf8')) as { p99: number; max: number };
  };
  try {
    await createByOneClick(page);
    await statusBarSays(page, ['3/3 up', 'leader n']);
    const endpoints = nodesIn(home).map(({ clientPort }) => `http://127.0.0.1:${clientPort}`);
    const client = new EtcdClient({ endpoints, log: silentLog });
    const writer = new BareWriter(endpoints[0] ?? '');
    try {
      await fill(client, KEYS, DEFAULT_MAX_TXN_OPS);
      const bare = await bareWatcher(writer, endpoints[0] ?? '');
      await watchEverything(page);
      const still = await framesWhile(page, () => pause(3000));
      await delaySince();
      await pause(3000);
      const idle = await delaySince();
      const cpuBefore = cpuMs(pid);
      const pageBusyBefore = await pageCpuMs(page);
      let taken = 0;
      const frames = await framesWhile(page, async () => {
        taken = await rateOf(writer, () => logHolds(page, EVENTS + 1));
      });
      const cpu = cpuMs(pid) - cpuBefore;
      const pageCpu = (await pageCpuMs(page)) - pageBusyBefore;
      const busy = await delaySince();

      const keys = new KeysView(page);
      await keys.open();
      await keys.expandAll();
      const stillKeys = await framesWhileScrolling(page, 'tree', () => pause(3000));
      const [engineBefore, pageBefore] = [residentBytes(pid), await pageHeap(page)];
      const scrolled = await framesWhileScrolling(page, 'tree', () =>
        rateOf(writer, () => Promise.resolve()),
      );
      const [engineAfter, pageAfter] = [residentBytes(pid), await pageHeap(page)];

      const name = `${RATE}.${e2eHost}`;
      const per = EVENTS / 1000;
      print({ name: `watch.taken.${name}`, value: taken, unit: 'events/s', floor: bare.rate });
      print({ name: `watch.cpu.${name}`, value: cpu / per, unit: 'ms/1000', floor: bare.cpu / per });
      print({ name: `watch.page.cpu.${name}`, value: pageCpu / per, unit: 'ms/1000', floor: cpu / per });
      print({ name: `watch.frames.p95.${name}`, value: frames.p95, unit: 'ms', floor: still.p95 });
      print({ name: `watch.frames.max.${name}`, value: frames.max, unit: 'ms', floor: still.max });
      print({ name: `watch.lag.p99.${name}`, value: busy.p99, unit: 'ms', floor: idle.p99 });
      print({ name: `watch.lag.max.${name}`, value: busy.max, unit: 'ms', floor: idle.max });
      const tree = `${KEYS}.${name}`;
      print({ name: `scroll.frames.p95.${tree}`, value: scrolled.p95, unit: 'ms', floor: stillKeys.p95 });
      print({ name: `scroll.frames.max.${tree}`, value: scrolled.max, unit: 'ms', floor: stillKeys.max });
      print({ name: `watch.memory.engine.${name}`, value: engineAfter, unit: 'bytes', floor: engineBefore });
      print({ name: `watch.memory.page.${name}`, value: pageAfter, unit: 'bytes', floor: pageBefore });
    } finally {
      writer.dispose();
      client.dispose();
    }
  } finally {
    await app.close();
    await home.dispose();
  }
}

async function watchEverything(page: Page): Promise<void> {
  await openArea(page, 'Watch');
  const form = page.getByRole('form', { name: 'New watch' });
  await form.getByRole('button', { name: 'Watch' }).click();
  await page.getByText('Watching from revision').waitFor();
}

/** Heap of the page's scripts after a collection, bytes. */
async function pageHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** CPU time used by the page's process since it began, on all its threads, milliseconds. */
async function pageCpuMs(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const seconds = metrics.find(({ name }) => name === 'ProcessTime')?.value;
  if (seconds === undefined) throw new Error('The browser does not tell the CPU time of a page.');
  return seconds * 1000;
}

/** Resolves when the window's log shows exactly this many rows; fails when it shows that some were dropped. */
function logHolds(page: Page, rows: number): Promise<void> {
  return page.evaluate(
    ({ wanted, within }) =>
      new Promise<void>((resolved, failed) => {
        const end = performance.now() + within;
        const look = () => {
          const said = document.querySelector('[role="toolbar"] p')?.textContent ?? '';
          if (said.includes('dropped')) failed(new Error(said));
          else if (Number.parseInt(said.replace(/\D/g, ''), 10) === wanted) resolved();
          else if (performance.now() > end) failed(new Error(`only ${said}`));
          else setTimeout(look, 20);
        };
        look();
      }),
    { wanted: rows, within: WITHIN_MS },
  );
}
