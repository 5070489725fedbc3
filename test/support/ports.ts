import { createServer } from 'node:net';

/**
 * Below Linux's ephemeral range (from 32768). A client that keeps dialling a dead port inside that range can get
 * that very port as its own, connect to itself, and keep the server from coming back.
 */
const RANGE = [20_000, 32_000] as const;
/**
 * A slice for each test file that runs at the same time, so that a node that is down for a moment still finds its
 * ports free.
 */
const SLICES = 8;
const SLICE = (RANGE[1] - RANGE[0]) / SLICES;
const FIRST = RANGE[0] + (Number(process.env['VITEST_POOL_ID'] ?? 0) % SLICES) * SLICE;
const LAST = FIRST + SLICE - 1;

/** Finds `count` ports on 127.0.0.1 that are free now. Starts at a random one, so that runs do not collide. */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  let port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
  for (let tries = 0; found.length < count && tries < LAST - FIRST; tries++) {
    port = port >= LAST ? FIRST : port + 1;
    if (await isFree(port)) found.push(port);
  }
  if (found.length < count) throw new Error(`No ${count} free ports between ${FIRST} and ${LAST}`);
  return found;
}

/** Makes the engine of this test file look for ports where no other file does. */
export async function moveFirstPort(): Promise<void> {
  const [port] = await freePorts(1);
  process.env['QUORATE_FIRST_PORT'] = String(port);
}

/** Whether nobody listens on that port of 127.0.0.1 or holds it otherwise. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
