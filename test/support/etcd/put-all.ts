import { silentLog } from '../../../src-main/base/log';
import { put } from '../../../src-main/etcd/calls/kv';
import { EtcdClient } from '../../../src-main/etcd/links/client';

/** Puts keys over gRPC, many at once; a `Uint8Array` may have any bytes. */
export async function putAll(
  endpoint: string,
  pairs: Iterable<readonly [key: string | Uint8Array, value: string | Uint8Array]>,
): Promise<void> {
  const client = new EtcdClient({ endpoints: [endpoint], log: silentLog });
  try {
    await Promise.all(
      [...pairs].map(([key, value]) => put(client, { key: bytes(key), value: bytes(value) })),
    );
  } finally {
    client.dispose();
  }
}

function bytes(text: string | Uint8Array): Uint8Array {
  return typeof text === 'string' ? Buffer.from(text) : text;
}
