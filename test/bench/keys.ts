import { silentLog } from '../../src-main/base/log';
import { EtcdClient } from '../../src-main/etcd/links/client';
import { putOperation, txn } from '../../src-main/etcd/calls/kv';
import { startCluster, type TestCluster } from '../support/etcd/etcd';

/** A single-node cluster that accepts writes as fast as possible, and a client for it. */
export async function fastCluster(): Promise<{ cluster: TestCluster; client: EtcdClient }> {
  const cluster = await startCluster({ size: 1, flags: [`--max-txn-ops=${BATCH}`, '--unsafe-no-fsync'] });
  return { cluster, client: new EtcdClient({ endpoints: cluster.endpoints, log: silentLog }) };
}

const BATCH = 5000;

/** Keys of 45 bytes in 1,000 folders, as design.md specifies. */
export function benchKey(n: number): Uint8Array {
  const folder = String(n % 1000).padStart(4, '0');
  return new TextEncoder().encode(`/registry/services/${folder}/instances/${String(n).padStart(10, '0')}`);
}

/** etcd's default limit of operations in one transaction. */
export const DEFAULT_MAX_TXN_OPS = 128;

/** Writes `count` such keys with empty values, `batch` in a transaction; returns the total bytes of the keys. */
export async function fill(client: EtcdClient, count: number, batch = BATCH): Promise<number> {
  let bytes = 0;
  for (let from = 0; from < count; from += batch) {
    const keys = Array.from({ length: Math.min(batch, count - from) }, (_, at) => benchKey(from + at));
    bytes += keys.reduce((sum, key) => sum + key.length, 0);
    await txn(client, { success: keys.map((key) => putOperation({ key })) }, { deadlineMs: 60_000 });
  }
  return bytes;
}
