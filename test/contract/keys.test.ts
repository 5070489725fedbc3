import type { ListSignal } from '@shared/contract/base';
import type { JobsState } from '@shared/contract/jobs';
import type { KeysStatus, TreeRow, TreeSummary } from '@shared/contract/keys';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../src-main/base/log';
import { CommandLog } from '../../src-main/etcdctl/command-log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { jobsArea } from '../../src-main/jobs/area';
import { Jobs } from '../../src-main/jobs/jobs';
import { Keys } from '../../src-main/keys/keys';
import { implementer } from '../../src-main/rpc/implementer';
import { keysRouter } from '../../src-main/keys/area';
import { startCluster, type TestCluster } from '../support/etcd/etcd';
import { until } from '../support/until';
import { type Client, type Served, transports } from './transports';

const connection = { kind: 'local', cluster: 'demo' } as const;
const text = (string: string) => new TextEncoder().encode(string);
const binary = Uint8Array.of(0, 255, 47, 92);

/** The latest value of a stream, which is read continuously. */
function latest<T>(stream: AsyncIterable<T>): { value: T | null } {
  const seen: { value: T | null } = { value: null };
  void (async () => {
    for await (const value of stream) seen.value = value;
  })().catch(() => undefined);
  return seen;
}

describe.each(transports)('keys over %s', (_name, serve) => {
  let cluster: TestCluster;
  let etcd: EtcdClient;
  let keys: Keys;
  let served: Served;
  let one: Client;
  let two: Client;
  const commands = new CommandLog();
  const abort = new AbortController();
  const { signal } = abort;

  beforeAll(async () => {
    cluster = await startCluster({ size: 1 });
    etcd = new EtcdClient({ endpoints: cluster.endpoints, log: silentLog });
    const os = implementer(silentLog);
    const jobs = new Jobs({ log: silentLog });
    keys = new Keys({ client: () => etcd, recorder: commands, jobs, log: silentLog, lingerMs: 0 });
    served = await serve({ keys: keysRouter(os.keys, keys), jobs: jobsArea({ jobs }, os.jobs).router });
    one = (await served.connect()).client;
    two = (await served.connect()).client;
  }, 30_000);
  afterAll(async () => {
    abort.abort();
    await served.dispose();
    await keys.dispose();
    etcd.dispose();
    await cluster.dispose();
  });

  const put = (
    client: Client,
    key: Uint8Array,
    value: string,
    guard: Parameters<Client['keys']['put']>[0]['guard'],
  ) => client.keys.put({ connection, key, value: text(value), lease: { kind: 'keep' }, guard });

  async function openTree(client: Client, tree: string, filter = '') {
    const query = { connection, tree, delimiter: text('/'), filter: text(filter), expanded: [] };
    const signals: { value: ListSignal | null } = latest(await client.keys.tree.open(query, { signal }));
    const rows = async (): Promise<TreeRow[]> => {
      const view = signals.value?.view ?? '';
      return (await client.keys.tree.rows({ view, from: 0, to: 100 })).rows;
    };
    await until('the tree is open', () => signals.value);
    return { signals, rows };
  }

  it('are written in one window and seen in the tree of another, whatever their bytes', async () => {
    const status: { value: KeysStatus | null } = latest(await two.keys.status({ connection }, { signal }));
    await until('the list is live', () => status.value?.phase.kind === 'live');
    const { rows } = await openTree(two, 'tree-of-two');
    for (const key of [text('app/a'), text('app//b'), binary]) {
      expect(await put(one, key, 'v', { kind: 'absent' })).toMatchObject({ kind: 'saved' });
    }
    await two.keys.tree.expandAll({ tree: 'tree-of-two', path: null });
    const shown = await until('all keys are shown', async () => {
      const all = await rows();
      return all.length === 6 && all;
    });
    expect(shown.map(({ kind, depth, count }) => [kind, depth, count])).toEqual([
      ['folder', 0, 1],
      ['key', 1, 1],
      ['folder', 0, 2],
      ['folder', 1, 1],
      ['key', 2, 1],
      ['key', 1, 1],
    ]);
    expect(shown[1]?.path).toEqual(binary);
    expect(await two.keys.tree.reveal({ tree: 'tree-of-two', path: text('app/a') })).toEqual({ row: 5 });
    expect((await one.keys.get({ connection, key: binary, revision: null })).current?.value).toEqual(
      text('v'),
    );
  });

  it('that two windows edit at once are saved by the first, and the second gets the conflict', async () => {
    const read = await one.keys.get({ connection, key: text('app/a'), revision: null });
    const guard = { kind: 'unchanged', modRevision: read.current?.modRevision ?? '' } as const;
    const change = latest(await two.keys.changes({ connection, key: text('app/a') }, { signal }));
    await until('changes are followed', () => change.value === null);
    const saved = await put(one, text('app/a'), 'first', guard);
    if (saved.kind !== 'saved') throw new Error('not saved');
    await until('the other window hears of it', () => change.value);
    expect(change.value).toEqual({ kind: 'put', revision: saved.revision });
    const refused = await put(two, text('app/a'), 'second', guard);
    expect(refused).toMatchObject({ kind: 'conflict', current: { modRevision: saved.revision } });
    expect(refused.kind === 'conflict' && refused.current?.value).toEqual(text('first'));
  });

  it('are compared with what a window knows by their mod revision alone', async () => {
    const key = text('app/a');
    const { current } = await one.keys.get({ connection, key, revision: null });
    const modRevision = current?.modRevision ?? '';
    const before = commands.total;
    expect(await one.keys.isAt({ connection, key, modRevision })).toBe(true);
    expect(await one.keys.isAt({ connection, key, modRevision: '1' })).toBe(false);
    expect(await one.keys.isAt({ connection, key: text('nowhere'), modRevision })).toBe(false);
    expect(commands.total).toBe(before);
  });

  it('are filtered in the engine, which says how many match', async () => {
    const summary: { value: TreeSummary | null } = latest(
      await one.keys.tree.summary({ tree: 'filtered' }, { signal }),
    );
    const { rows } = await openTree(one, 'filtered', '//');
    await until('the hits are counted', () => summary.value?.keys === 1 && summary.value.searched === 3);
    expect((await rows()).map((row) => row.path)).toEqual(['app/', 'app//', 'app//b'].map(text));
  });

  it('of a folder are counted, then deleted exactly, and the command log says how', async () => {
    const confirmed = await one.keys.countPrefix({ connection, prefix: text('app/') });
    expect(confirmed.count).toBe(2);
    await put(two, text('app/late'), 'v', { kind: 'none' });
    const changed = await one.keys.removePrefix({ connection, prefix: text('app/'), confirmed });
    expect(changed).toMatchObject({ kind: 'changed', count: 3 });
    const again = await one.keys.countPrefix({ connection, prefix: text('app/') });
    expect(await one.keys.removePrefix({ connection, prefix: text('app/'), confirmed: again })).toMatchObject(
      {
        kind: 'removed',
        deleted: 3,
      },
    );
    expect(commands.entries.at(-1)?.line).toBe('etcdctl del --prefix app/');
    expect(commands.entries.filter(({ line }) => line.includes('del'))).toHaveLength(1);
  });

  it('of a large folder are deleted by a job that tells how far it is, and how it ended', async () => {
    for (const at of [1, 2, 3]) await put(two, text(`large/${at}`), 'v', { kind: 'none' });
    const confirmed = await one.keys.countPrefix({ connection, prefix: text('large/') });
    await put(two, text('large/late'), 'v', { kind: 'none' });
    const wanted = { connection, prefix: text('large/'), confirmed, scope: 'existing' } as const;
    const { job } = await one.keys.removePrefixInBatches(wanted);
    const state: { value: JobsState | null } = latest(await two.jobs.watch({}, { signal }));
    const told = () => state.value?.jobs.find(({ id }) => id === job);
    await until('the job is done', () => told()?.status.state === 'done');
    expect(told()).toMatchObject({
      kind: 'removePrefix',
      about: { prefix: 'large/' },
      progress: { done: 3, total: 3, unit: 'keys' },
      status: { result: { deleted: 3, count: 1 } },
    });
    expect(commands.entries.at(-1)?.line).toBe('etcdctl del --prefix large/');
  });

  it('are noted when a user asks for them: a read, a count and a list, not what a window does by itself', async () => {
    const before = commands.total;
    const key = text('noted/k');
    await one.keys.get({ connection, key, revision: null, unasked: true });
    expect(commands.total).toBe(before);
    await one.keys.get({ connection, key, revision: null });
    await one.keys.countPrefix({ connection, prefix: text('noted/') });
    await one.keys.reload({ connection });
    await until('the listing has ended', () => commands.total === before + 3);
    expect(commands.entries.slice(-3).map(({ line, failure }) => [line, failure])).toEqual([
      ['etcdctl get noted/k', null],
      ['etcdctl get --prefix --count-only --write-out=fields noted/', null],
      ["etcdctl get --prefix --keys-only ''", null],
    ]);
  });

  it('of a folder that cannot be deleted are noted with the reason', async () => {
    const none = new Uint8Array();
    const confirmed = { count: 1, revision: '1' };
    await expect(one.keys.removePrefix({ connection, prefix: none, confirmed })).rejects.toMatchObject({
      code: 'KEY_EMPTY',
    });
    expect(commands.entries.at(-1)).toMatchObject({
      line: "etcdctl del --prefix ''",
      failure: { code: 'KEY_EMPTY' },
    });
  });

  it('without any bytes, and trees that are not open, are refused by their codes', async () => {
    const none = new Uint8Array();
    await expect(put(one, none, 'v', { kind: 'none' })).rejects.toMatchObject({ code: 'KEY_EMPTY' });
    await expect(one.keys.countPrefix({ connection, prefix: none })).rejects.toMatchObject({
      code: 'KEY_EMPTY',
    });
    const closed = { tree: 'not-there', path: none, expanded: true };
    await expect(one.keys.tree.toggle(closed)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const future = one.keys.get({ connection, key: text('k'), revision: '999999' });
    await expect(future).rejects.toMatchObject({ code: 'REVISION_FUTURE' });
  });
});
