/** Puts keys through etcd's own HTTP gateway, many at once; a `Uint8Array` may have any bytes. */
export async function putAll(
  endpoint: string,
  pairs: Iterable<readonly [key: string | Uint8Array, value: string | Uint8Array]>,
): Promise<void> {
  await Promise.all([...pairs].map(([key, value]) => put(endpoint, key, value)));
}

async function put(endpoint: string, key: string | Uint8Array, value: string | Uint8Array): Promise<void> {
  const answer = await fetch(`${endpoint}/v3/kv/put`, {
    method: 'POST',
    body: JSON.stringify({ key: base64(key), value: base64(value) }),
  });
  if (!answer.ok) throw new Error(`${endpoint} did not put: ${await answer.text()}`);
}

function base64(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
