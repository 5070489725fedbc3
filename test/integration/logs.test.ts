import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRow } from '../../src-shared/contract/logs';
import { DisposableStore } from '../../src-main/base/lifecycle';
import { NodeLog } from '../../src-main/logs/node-log';
import { LogView } from '../../src-main/logs/view';
import type { TestCluster } from '../support/etcd/etcd';
import { etcdFolders, planCluster } from '../support/etcd/etcd';
import { until } from '../support/until';

describe.each(etcdFolders())('the log of etcd $version', ({ folder }) => {
  let store: DisposableStore;
  let cluster: TestCluster;
  let logs: readonly NodeLog[];
  let heard: { readonly record: LogRow; readonly at: number }[];

  beforeEach(async () => {
    store = new DisposableStore();
    cluster = await planCluster({ folder, size: 3, flags: ['--logger=zap'] });
    store.add(cluster);
    logs = cluster.nodes.map((node) => store.add(new NodeLog({ file: node.logFile, node: node.name })));
    heard = [];
    for (const log of logs) {
      store.add(log.onRecord((record) => heard.push({ record, at: Date.now() })));
    }
    for (const node of cluster.nodes) node.start();
    await cluster.healthy();
  });
  afterEach(() => store.dispose());

  const became = (from: number) =>
    until('a node says that it leads', () =>
      heard.slice(from).find(({ record }) => / became leader at term \d+$/.test(record.message)),
    );

  it('tells of an election as it happens, and of the next after the leader was killed', async () => {
    const first = await became(0);
    const before = heard.length;
    await cluster.node(first.record.node).kill();
    const second = await became(before);
    expect(second.record.node).not.toBe(first.record.node);
    const logged = Date.parse(second.record.at ?? '');
    expect(logged).toBeGreaterThan(Date.parse(first.record.at ?? ''));
    expect(second.at).toBeGreaterThanOrEqual(logged);
  });

  it('is one list of all nodes by time, which holds every line that they wrote', async () => {
    await became(0);
    for (const node of cluster.nodes) await node.kill('SIGTERM');
    for (const log of logs) await log.flush();
    const view = store.add(new LogView(logs, { minLevel: 'debug', search: '' }));
    const written = cluster.nodes.map((node) => node.log().split('\n').length - 1);
    expect(logs.map((log) => log.next)).toEqual(written);
    const all = written.reduce((sum, lines) => sum + lines);
    await until('all lines are in the list', () => view.length === all);
    const rows = view.rows(0, view.length);
    // etcd 3.4 passes gRPC's own lines on.
    const undated = rows.filter((row) => row.at === null).map((row) => row.message);
    expect(undated.filter((message) => !message.includes(' grpc: '))).toEqual([]);
    const keys = standing(rows);
    expect(keys).toEqual([...keys].sort());
    for (const log of logs) {
      const own = rows.filter((row) => row.node === log.node).map((row) => row.seq);
      expect(own).toEqual(own.map((_, seq) => seq));
    }
  });

  it('goes on when the node is started again, and shows the panic of a corrupt database', async () => {
    const node = cluster.node('n1');
    await node.kill();
    writeFileSync(join(node.dataFolder, 'member', 'snap', 'db'), Buffer.alloc(64 * 1024, 7));
    const log = logs[0];
    await log?.flush();
    const before = log?.next ?? 0;
    node.start();
    await until('the node has ended', () => node.pid === null);
    await log?.flush();
    const view = store.add(new LogView(logs.slice(0, 1), { minLevel: 'error', search: '' }));
    await until('the list has the panic', () =>
      view
        .rows(0, view.length)
        .some(
          ({ seq, level, message }) =>
            seq >= before && (level === 'fatal' || /^(panic|fatal error): /.test(message)),
        ),
    );
    expect(log?.tail(5)).toHaveLength(5);
  });
});

/** Each row's position in time: threads of one node may write a line a few microseconds late, but never early. */
function standing(rows: readonly LogRow[]): string[] {
  const latest = new Map<string, string>();
  return rows.map(({ node, at }) => {
    const before = latest.get(node) ?? '';
    const own = at !== null && at > before ? at : before;
    latest.set(node, own);
    return own;
  });
}
