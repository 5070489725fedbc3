import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { silentLog } from '../../src-main/base/log';
import { EtcdClient } from '../../src-main/etcd/client';
import { putOperation, txn } from '../../src-main/etcd/kv';
import { e2eHost, launch } from '../support/app';
import { TestHome } from '../support/home';
import { benchKey } from './keys';
import { createByOneClick, nodesIn } from './cluster';
import { print, until } from './measure';
import { statusBarSays } from './window';

/** Events a second, unless QUORATE_BENCH_RATE says another number. */
const RATE = Number(process.env['QUORATE_BENCH_RATE'] ?? 5000);
/** All of them stay in the log, so that each can be counted in the window. */
const SECONDS = Math.min(20, Math.floor(95_000 / RATE));
const EVERY_MS = 20;
/** A machine that cannot write as fast is waited for. Milliseconds. */
const WITHIN_MS = 240_000;
/** Keys that are written again and again: most events bring a previous value. */
const KEYS = 10_000;
const VALUE = Buffer.alloc(100, 'value ');

/**
 * Offers events at a steady rate, in transactions, and measures how many a second are taken with none lost: by the
 * window, of which the log says how many it has, and by a bare grpc-js watcher before it (the floor). Meanwhile: CPU time
 * of the engine, with all else that it does, against the watcher's; frame times of the window, against those of the same
 * window before; delay of the engine's event loop, against idle.
 */
export async function watch(): Promise<void> {
  const home = await TestHome.make();
  const file = join(home.folder, 'delay.json');
  const app = await launch(home, {
    NODE_OPTIONS: `--require ${resolve('test/bench/event-loop-delay.cjs')}`,
    QUORATE_BENCH_DELAY: file,
  });
  const delaySince = async (): Promise<{ p99: number; max: number }> => {
    rmSync(file, { force: true });
    process.kill(app.pid, 'SIGUSR2');
    await until(() => existsSync(file) || null, 5_000);
    return JSON.parse(readFileSync(file, 'utf8')) as { p99: number; max: number };
  };
  try {
    await createByOneClick(app.page);
    await statusBarSays(app.page, ['3/3 up', 'leader n']);
    const endpoints = nodesIn(home).map(({ clientPort }) => `http://127.0.0.1:${clientPort}`);
    const client = new EtcdClient({ endpoints, log: silentLog });
    try {
      const bare = await bareWatcher(client, endpoints[0] ?? '');
      await app.page
        .getByRole('navigation', { name: 'Areas' })
        .getByRole('button', { name: 'Watch' })
        .click();
      const form = app.page.getByRole('form', { name: 'New watch' });
      await form.getByRole('button', { name: 'Watch' }).click();
      await app.page.getByText('Watching from revision').waitFor();
      const still = await framesWhile(app.page, () => pause(3000));
      await delaySince();
      await pause(3000);
      const idle = await delaySince();
      const cpuBefore = cpuMs(app.pid);
      let taken = 0;
      const frames = await framesWhile(app.page, async () => {
        taken = await rateOf(client, () => logHolds(app.page, RATE * SECONDS + 1));
      });
      const cpu = cpuMs(app.pid) - cpuBefore;
      const busy = await delaySince();
      const name = `${RATE}.${e2eHost}`;
      print({ name: `watch.taken.${name}`, value: taken, unit: 'events/s', floor: bare.rate });
      const thousands = (RATE * SECONDS) / 1000;
      print({
        name: `watch.cpu.${name}`,
        value: cpu / thousands,
        unit: 'ms/1000',
        floor: bare.cpu / thousands,
      });
      print({ name: `watch.frames.p95.${name}`, value: frames.p95, unit: 'ms', floor: still.p95 });
      print({ name: `watch.frames.max.${name}`, value: frames.max, unit: 'ms', floor: still.max });
      print({ name: `watch.lag.p99.${name}`, value: busy.p99, unit: 'ms', floor: idle.p99 });
      print({ name: `watch.lag.max.${name}`, value: busy.max, unit: 'ms', floor: idle.max });
    } finally {
      client.dispose();
    }
  } finally {
    await app.close();
    await home.dispose();
  }
}

/** What a watcher of bare grpc-js takes of the same load: events a second, and its CPU time. */
async function bareWatcher(client: EtcdClient, endpoint: string): Promise<{ rate: number; cpu: number }> {
  const script = resolve('test/bench/bare-watcher.cjs');
  const child = spawn(process.execPath, [script, endpoint.replace('http://', ''), `${RATE * SECONDS}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  try {
    await until(() => said.includes('ready') || null, 10_000);
    const before = cpuMs(child.pid);
    const rate = await rateOf(client, () => until(() => said.includes('done') || null, WITHIN_MS));
    return { rate, cpu: cpuMs(child.pid) - before };
  } finally {
    child.kill('SIGKILL');
  }
}

/** Events a second from the first write to the end of `taken`. */
async function rateOf(client: EtcdClient, taken: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await Promise.all([offer(client), taken()]);
  return (RATE * SECONDS * 1000) / (performance.now() - start);
}

/** Writes at the rate, whatever the answers take; fails when a write does. */
async function offer(client: EtcdClient): Promise<void> {
  const batch = (RATE * EVERY_MS) / 1000;
  const writes: Promise<unknown>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < RATE * SECONDS; sent += batch) {
    const success = Array.from({ length: batch }, (_, at) =>
      putOperation({ key: benchKey((sent + at) % KEYS), value: VALUE }),
    );
    writes.push(txn(client, { success }, { deadlineMs: WITHIN_MS }));
    await pause(start + ((sent + batch) / RATE) * 1000 - performance.now());
  }
  await Promise.all(writes);
}

/** Resolves when the window's log says that it holds exactly so many rows; fails when it says that some fell out. */
function logHolds(page: Page, rows: number): Promise<void> {
  return page.evaluate(
    ({ wanted, within }) =>
      new Promise<void>((resolved, failed) => {
        const end = performance.now() + within;
        const look = () => {
          const said = document.querySelector('[role="toolbar"] p')?.textContent ?? '';
          if (said.includes('fell out')) failed(new Error(said));
          else if (Number.parseInt(said.replace(/\D/g, ''), 10) === wanted) resolved();
          else if (performance.now() > end) failed(new Error(`only ${said}`));
          else setTimeout(look, 20);
        };
        look();
      }),
    { wanted: rows, within: WITHIN_MS },
  );
}

/** Times between frames of the page, milliseconds. */
async function framesWhile(page: Page, run: () => Promise<unknown>): Promise<{ p95: number; max: number }> {
  const frames = page.evaluate(
    () =>
      new Promise<number[]>((resolved) => {
        const times: number[] = [];
        let last = performance.now();
        let ended = false;
        document.addEventListener('bench-end', () => (ended = true), { once: true });
        const frame = (now: number) => {
          times.push(now - last);
          last = now;
          if (ended) resolved(times);
          else requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
      }),
  );
  try {
    await run();
  } finally {
    await page.evaluate(() => document.dispatchEvent(new Event('bench-end')));
  }
  const sorted = (await frames).sort((a, b) => a - b);
  return { p95: sorted[Math.floor(sorted.length * 0.95)] ?? 0, max: sorted.at(-1) ?? 0 };
}

/** CPU time that a process has taken, in user and kernel, milliseconds: /proc counts it in hundredths. Linux. */
function cpuMs(pid: number | undefined): number {
  const [, fields = ''] = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8').split(/\) (?=\w )/);
  const [user = 0, kernel = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + kernel) * 10;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
