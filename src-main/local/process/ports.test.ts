import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkPorts, consecutive, findPorts, firstPort, portIsFree } from './ports';

const freeBut =
  (...taken: number[]) =>
  (port: number) =>
    Promise.resolve(!taken.includes(port));
const none = new Map<number, string>();

describe('free ports', () => {
  it.each([
    { taken: [], reserved: [], found: 2379 },
    { taken: [2379], reserved: [], found: 2380 },
    { taken: [2381], reserved: [], found: 2382 },
    { taken: [], reserved: [2379, 2380], found: 2381 },
    { taken: [2382], reserved: [2379, 2385], found: 2386 },
  ])('are found past $taken in use and $reserved of other clusters', async ({ taken, reserved, found }) => {
    const names = new Map(reserved.map((port) => [port, 'other']));
    const first = await findPorts(2379, { count: 4, reserved: names, isFree: freeBut(...taken) });
    expect(first).toBe(found);
  });

  it('are not looked for among those that the system gives to clients', async () => {
    const question = { count: 2, reserved: none, isFree: freeBut() };
    expect(await findPorts(32_766, question)).toBe(32_766);
    await expect(findPorts(32_767, question)).rejects.toMatchObject({
      code: 'NO_FREE_PORTS',
      data: { first: 32_767, count: 2 },
    });
  });

  it('begin where etcd itself does, unless told', () => {
    expect(firstPort({})).toBe(2379);
    expect(firstPort({ QUORATE_FIRST_PORT: '20000' })).toBe(20_000);
    expect(firstPort({ QUORATE_FIRST_PORT: 'x' })).toBe(2379);
  });
});

describe('ports that were asked for', () => {
  it('are refused by the first that is taken, with the cluster that has it', async () => {
    const reserved = new Map([[5002, 'mine']]);
    await expect(checkPorts(consecutive(5000, 4), { reserved, isFree: freeBut() })).rejects.toMatchObject({
      data: { port: 5002, by: 'mine' },
    });
    const question = { reserved: none, isFree: freeBut(5001, 5003) };
    await expect(checkPorts(consecutive(5000, 4), question)).rejects.toMatchObject({
      data: { port: 5001, by: null },
    });
    await expect(checkPorts(consecutive(5004, 4), question)).resolves.toBeUndefined();
  });
});

it('a port that somebody listens on is not free, and is when he is gone', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  expect(await portIsFree(port)).toBe(false);
  await new Promise((resolve) => server.close(resolve));
  expect(await portIsFree(port)).toBe(true);
});
