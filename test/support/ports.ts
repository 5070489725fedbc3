import { createServer } from 'node:net';

/**
 * Below Linux's ephemeral range (32768 on): a client that keeps dialling a dead port inside that range can be
 * given the very port as its own, connect to itself, and keep the server from coming back.
 */
const FIRST = 20_000;
const LAST = 32_000;

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

/** Whether nobody listens on that port of 127.0.0.1, nor holds it otherwise. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}
