import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { putOperation, txn } from '../../src-main/etcd/calls/kv';
import type { EtcdClient } from '../../src-main/etcd/links/client';
import { benchKey } from './keys';
import { until } from './measure';

/** Events a second, unless QUORATE_BENCH_RATE says another number. */
export const RATE = Number(process.env['QUORATE_BENCH_RATE'] ?? 5000);
/** All of one load stay in the log of a watch, so that each can be counted in the window. */
export const EVENTS = RATE * Math.min(20, Math.floor(95_000 / RATE));
const EVERY_MS = 20;
/** A machine that cannot write as fast is waited for. Milliseconds. */
export const WITHIN_MS = 240_000;
/** Keys that are there, and written again and again: each event brings a previous value. */
export const KEYS = 100_000;
const VALUE = Buffer.alloc(100, 'value ');

/** What a watcher of bare grpc-js takes of the same load: events a second, and its CPU time. */
export async function bareWatcher(
  client: EtcdClient,
  endpoint: string,
): Promise<{ rate: number; cpu: number }> {
  const script = resolve('test/bench/bare-watcher.cjs');
  const child = spawn(process.execPath, [script, endpoint.replace('http://', ''), `${EVENTS}`], {
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
export async function rateOf(client: EtcdClient, taken: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await Promise.all([offer(client), taken()]);
  return (EVENTS * 1000) / (performance.now() - start);
}

/** Writes at the rate, whatever the answers take; fails when a write does. */
async function offer(client: EtcdClient): Promise<void> {
  const batch = (RATE * EVERY_MS) / 1000;
  const writes: Promise<unknown>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < EVENTS; sent += batch) {
    const success = Array.from({ length: batch }, (_, at) =>
      putOperation({ key: benchKey((sent + at) % KEYS), value: VALUE }),
    );
    writes.push(txn(client, { success }, { deadlineMs: WITHIN_MS }));
    await pause(start + ((sent + batch) / RATE) * 1000 - performance.now());
  }
  await Promise.all(writes);
}

/** CPU time that a process has taken, in user and kernel, milliseconds: /proc counts it in hundredths. Linux. */
export function cpuMs(pid: number | undefined): number {
  const [, fields = ''] = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8').split(/\) (?=\w )/);
  const [user = 0, kernel = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + kernel) * 10;
}

/** What a process holds in memory, bytes. Linux. */
export function residentBytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib ?? 0) * 1024;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
