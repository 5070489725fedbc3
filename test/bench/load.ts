import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { batches } from './batches';
import { benchKey } from './keys';
import { until } from './measure';
import type { BareWriter } from './writer';

/** Events a second; QUORATE_BENCH_RATE overrides it. */
export const RATE = Number(process.env['QUORATE_BENCH_RATE'] ?? 5000);
/** One load fits into the log of a watch, so that each event can be counted in the window. */
export const EVENTS = RATE * Math.min(20, Math.floor(95_000 / RATE));
const EVERY_MS = 20;
/** How long to wait for a machine that cannot write as fast. Milliseconds. */
export const WITHIN_MS = 240_000;
/** Existing keys that are written repeatedly: each event has a previous value. */
export const KEYS = 100_000;
const VALUE = Buffer.alloc(100, 'value ');

/** What a watcher of bare grpc-js manages with the same load: events a second, and its CPU time. */
export async function bareWatcher(
  writer: BareWriter,
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
    const rate = await rateOf(writer, () => until(() => said.includes('done') || null, WITHIN_MS));
    return { rate, cpu: cpuMs(child.pid) - before };
  } finally {
    child.kill('SIGKILL');
  }
}

/** Events a second from the first write until `taken` resolves. */
export async function rateOf(writer: BareWriter, taken: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  const stop = new AbortController();
  try {
    await Promise.all([offer(writer, stop.signal), taken()]);
  } finally {
    stop.abort();
  }
  return (EVENTS * 1000) / (performance.now() - start);
}

/** Writes at the rate, however long the answers take. Fails as soon as a write does. */
async function offer(writer: BareWriter, signal: AbortSignal): Promise<void> {
  const start = performance.now();
  const writes: Promise<unknown>[] = [];
  const failed: unknown[] = [];
  for (const { from, to } of batches(EVENTS, RATE, EVERY_MS)) {
    if (signal.aborted || failed.length > 0) break;
    const puts = Array.from({ length: to - from }, (_, at) => ({
      key: benchKey((from + at) % KEYS),
      value: VALUE,
    }));
    const write = writer.put(puts, WITHIN_MS);
    // Nothing awaits it before the last write is sent.
    write.catch((error: unknown) => failed.push(error));
    writes.push(write);
    await pause(start + (to / RATE) * 1000 - performance.now());
  }
  await Promise.all(writes);
}

/** CPU time used by a process, in user and kernel mode, milliseconds; /proc counts in hundredths of a second. Linux. */
export function cpuMs(pid: number | undefined): number {
  const [, fields = ''] = readFileSync(`/proc/${pid ?? 0}/stat`, 'utf8').split(/\) (?=\w )/);
  const [user = 0, kernel = 0] = fields.split(' ').slice(11, 13).map(Number);
  return (user + kernel) * 10;
}

/** Memory used by a process, bytes. Linux. */
export function residentBytes(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib ?? 0) * 1024;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
