import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { follow } from '../../src-main/base/live';
import { silentLog } from '../../src-main/base/log';
import type { LiveKeys } from '../../src-main/keys/index/live-keys';
import type { EtcdClient } from '../../src-main/etcd/links/client';
import { rawRange } from '../../src-main/etcd/calls/raw-range';
import { etcdSource } from '../../src-main/keys/source/etcd-source';
import { Keyspace } from '../../src-main/keys/keyspace';
import { allKeys } from '../../src-main/keys/source/source';
import { TreeView } from '../../src-main/keys/tree/tree-view';
import { fastCluster, fill } from './keys';
import { median, print, until } from './measure';

/** The number of keys; QUORATE_BENCH_KEYS overrides it. */
const KEYS = 100_000;
const ROUNDS = 3;
const WITHIN_MS = 120_000;
/** Rows of a screen. */
const SCREEN = 50;

const delimiter = new TextEncoder().encode('/');
const none = new Uint8Array();

/**
 * Opens a keyspace and measures: time to the first rows and to the complete list, against one unpaged keys-only
 * Range by the same client without decoding; memory, against the bytes of the keys; a substring search over all;
 * and the event loop's delay meanwhile, against that of the bare Range.
 */
export async function list(): Promise<void> {
  const count = Number(process.env.QUORATE_BENCH_KEYS ?? KEYS);
  const { cluster, client } = await fastCluster();
  try {
    const bytes = await fill(client, count);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(client, count));
    const middle = (of: (round: Round) => number) => median(rounds.map(of));
    const floor = middle((round) => round.bareMs);
    print({ name: `list.first.${count}`, value: middle((round) => round.firstMs), unit: 'ms', floor });
    print({ name: `list.complete.${count}`, value: middle((round) => round.completeMs), unit: 'ms', floor });
    print({
      name: `list.lag.p99.${count}`,
      value: middle((r) => r.lagMs),
      unit: 'ms',
      floor: middle((r) => r.bareLagMs),
    });
    print({
      name: `list.lag.max.${count}`,
      value: middle((r) => r.worstMs),
      unit: 'ms',
      floor: middle((r) => r.bareWorstMs),
    });
    print({ name: `search.first.${count}`, value: middle((round) => round.searchFirstMs), unit: 'ms' });
    print({ name: `search.complete.${count}`, value: middle((round) => round.searchMs), unit: 'ms' });
    print({
      name: `search.caseless.first.${count}`,
      value: middle((r) => r.caseless.searchFirstMs),
      unit: 'ms',
    });
    print({
      name: `search.caseless.complete.${count}`,
      value: middle((r) => r.caseless.searchMs),
      unit: 'ms',
    });
    print({ name: `memory.${count}`, value: middle((round) => round.memory), unit: 'bytes', floor: bytes });
  } finally {
    client.dispose();
    await cluster.dispose();
  }
}

interface Round {
  readonly bareMs: number;
  readonly bareLagMs: number;
  readonly bareWorstMs: number;
  readonly firstMs: number;
  readonly completeMs: number;
  readonly lagMs: number;
  readonly worstMs: number;
  readonly searchFirstMs: number;
  readonly searchMs: number;
  readonly caseless: { readonly searchFirstMs: number; readonly searchMs: number };
  readonly memory: number;
}

async function measure(client: EtcdClient, count: number): Promise<Round> {
  const before = await memory();
  const bareLag = monitorEventLoopDelay({ resolution: 1 });
  bareLag.enable();
  const bareStart = performance.now();
  await client.call(rawRange, { ...allKeys, keysOnly: true }, { deadlineMs: WITHIN_MS });
  const bareMs = performance.now() - bareStart;
  bareLag.disable();

  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const start = performance.now();
  const keyspace = new Keyspace(etcdSource(client, silentLog), silentLog);
  const tree = new TreeView(keyspace.keys, { delimiter, filter: none, expanded: [] });
  for (const folder of ['/', '/registry/', '/registry/services/'])
    tree.toggle(new TextEncoder().encode(folder), true);
  // Acts as a window: reads the visible rows after each change.
  const window = new AbortController();
  void look(tree, window.signal);
  await until(() => (tree.rows(0, SCREEN).length > 3 ? true : null), WITHIN_MS, 1);
  const firstMs = performance.now() - start;
  const isLive = () => keyspace.status.value.phase.kind === 'live' && tree.summary.value.searched === count;
  await until(() => (isLive() ? true : null), WITHIN_MS, 1);
  const completeMs = performance.now() - start;
  lag.disable();
  const held = (await memory()) - before;

  const search = await searchIn(keyspace.keys, '9999', false);
  const caseless = await searchIn(keyspace.keys, 's/00000099', true);
  window.abort();
  await tree.dispose();
  keyspace.dispose();
  return {
    bareMs,
    bareLagMs: bareLag.percentile(99) / 1e6,
    bareWorstMs: bareLag.max / 1e6,
    firstMs,
    completeMs,
    lagMs: lag.percentile(99) / 1e6,
    worstMs: lag.max / 1e6,
    ...search,
    caseless,
    memory: held,
  };
}

/** Acts as a window: reads the visible rows after each change, at most 20 times a second. */
async function look(tree: TreeView, signal: AbortSignal): Promise<void> {
  for await (const list of follow({ value: tree, onChange: (listener) => tree.onChange(listener) }, signal))
    list.rows(0, SCREEN);
}

/** Hits all over the keys, a few hundred in a million. */
async function searchIn(
  keys: LiveKeys,
  sought: string,
  ignoreCase: boolean,
): Promise<{ searchFirstMs: number; searchMs: number }> {
  const start = performance.now();
  const found = new TreeView(keys, {
    delimiter,
    filter: new TextEncoder().encode(sought),
    ignoreCase,
    expanded: [],
  });
  await until(() => (found.length > 0 ? true : null), WITHIN_MS, 1);
  const searchFirstMs = performance.now() - start;
  await until(() => (found.summary.value.searched === keys.index.size ? true : null), WITHIN_MS, 1);
  const searchMs = performance.now() - start;
  await found.dispose();
  return { searchFirstMs, searchMs };
}

/** Bytes of live objects and buffers, after a full collection. */
async function memory(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 5; round++) {
    collect();
    // Buffers are freed in a later turn.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
