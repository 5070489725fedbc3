import { implement } from '@orpc/server';
import type { ContractRouterClient } from '@orpc/contract';
import { procedure } from '@shared/contract/base';
import { bytes } from '@shared/contract/bytes';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServedRouter } from '../../src-main/areas';
import { type Served, transports } from './transports';

const pair = v.object({ key: bytes, value: v.nullable(bytes), more: v.array(bytes) });
const contract = { echo: procedure.input(pair).output(pair), refuse: procedure.output(v.void()) };
type Client = ContractRouterClient<typeof contract>;

const os = implement(contract);
const permitted = [{ key: Uint8Array.of(0x61, 0xff), rangeEnd: Uint8Array.of(0), access: 'read' as const }];
const router = os.router({
  echo: os.echo.handler(({ input }) => input),
  refuse: os.refuse.handler(({ errors }) => {
    throw errors.PERMISSION_DENIED({ data: { user: 'ann', action: 'Range', key: 'a', permitted } });
  }),
});

describe.each(transports)('over %s, bytes', (_name, serve) => {
  let served: Served;
  let client: Client;
  beforeAll(async () => {
    // This test's own contract instead of the app's.
    served = await serve(router as unknown as ServedRouter);
    client = (await served.connect()).client as unknown as Client;
  });
  afterAll(() => served.dispose());

  it('arrive as bytes, each of them the same', async () => {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const sent = { key: all, value: null, more: [new Uint8Array(0), Uint8Array.of(0), all.subarray(7, 9)] };
    const answer = await client.echo(sent);
    expect(answer).toEqual(sent);
    expect(answer.key).toBeInstanceOf(Uint8Array);
  });

  it('of a megabyte arrive whole', async () => {
    const key = Uint8Array.from({ length: 1 << 20 }, (_, at) => (at * 31) & 0xff);
    const answer = await client.echo({ key, value: key, more: [] });
    expect(Buffer.compare(answer.key, key)).toBe(0);
    expect(Buffer.compare(answer.value ?? new Uint8Array(), key)).toBe(0);
  });

  it('in a failure arrive the same', async () => {
    await expect(client.refuse()).rejects.toMatchObject({ code: 'PERMISSION_DENIED', data: { permitted } });
  });

  it('that are none are refused by their field', async () => {
    const key = 'text' as unknown as Uint8Array;
    await expect(client.echo({ key, value: null, more: [] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
