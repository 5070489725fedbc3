import * as v from 'valibot';

const page = v.object({
  kvs: v.optional(v.array(v.object({ key: v.string(), value: v.optional(v.string()) }))),
});

/** Every key and value as bytes, read with etcdctl, in etcd's order. */
export async function allKeys(
  etcdctl: (...args: string[]) => Promise<string>,
): Promise<{ readonly key: Buffer; readonly value: Buffer }[]> {
  const { kvs = [] } = v.parse(page, JSON.parse(await etcdctl('get', '', '--prefix', '--write-out=json')));
  return kvs.map(({ key, value = '' }) => ({
    key: Buffer.from(key, 'base64'),
    value: Buffer.from(value, 'base64'),
  }));
}

/** The names of all keys, as text. */
export async function keyNames(etcdctl: (...args: string[]) => Promise<string>): Promise<string[]> {
  return (await allKeys(etcdctl)).map(({ key }) => key.toString());
}
