import { createServer } from 'node:net';
import { Failure } from '../../base/failure';

/** etcd's default: a first cluster of one node gets the well-known ports. */
const FIRST_PORT = 2379;
/**
 * Below Linux's ephemeral range (from 32768). A client that keeps dialling a dead port inside that range can get
 * that very port as its own, and so keep the server from coming back.
 */
const LAST_PORT = 32_767;

export interface PortQuestion {
  /** The number of consecutive ports. */
  readonly count: number;
  /** The ports of our clusters, running or not, with the cluster's name. */
  readonly reserved: ReadonlyMap<number, string>;
  readonly isFree?: (port: number) => Promise<boolean>;
}

/** Where the search for ports begins. QUORATE_FIRST_PORT moves it, so that parallel tests do not collide. */
export function firstPort(environment: NodeJS.ProcessEnv = process.env): number {
  const asked = Number(environment['QUORATE_FIRST_PORT']);
  return Number.isInteger(asked) && asked >= 1024 && asked < LAST_PORT ? asked : FIRST_PORT;
}

/**
 * Finds the lowest `count` consecutive free ports from `first` on, and returns the first of them. Throws
 * NO_FREE_PORTS.
 */
export async function findPorts(
  first: number,
  { count, reserved, isFree = portIsFree }: PortQuestion,
): Promise<number> {
  let start = first;
  while (start + count - 1 <= LAST_PORT) {
    const run = consecutive(start, count);
    const ours = run.findLast((port) => reserved.has(port));
    if (ours !== undefined) {
      start = ours + 1;
      continue;
    }
    const taken = await lastTaken(run, isFree);
    if (taken === null) return start;
    start = taken + 1;
  }
  throw new Failure('NO_FREE_PORTS', { first, count });
}

/** Throws PORT_TAKEN for the first port in use, with the name of our cluster that has it, if any. */
export async function checkPorts(
  ports: readonly number[],
  question: Omit<PortQuestion, 'count'>,
): Promise<void> {
  const taken = await takenPort(ports, question);
  if (taken) throw new Failure('PORT_TAKEN', taken);
}

/** The first port in use, with the name of our cluster that has it, if any; null when all are free. */
export async function takenPort(
  ports: readonly number[],
  { reserved, isFree = portIsFree }: Omit<PortQuestion, 'count'>,
): Promise<{ port: number; by: string | null } | null> {
  const free = await Promise.all(ports.map(async (port) => !reserved.has(port) && (await isFree(port))));
  const port = ports[free.indexOf(false)];
  return port === undefined ? null : { port, by: reserved.get(port) ?? null };
}

export function consecutive(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}

/** Whether a port of 127.0.0.1 is free, tested by binding it for an instant. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

async function lastTaken(
  run: readonly number[],
  isFree: (port: number) => Promise<boolean>,
): Promise<number | null> {
  const free = await Promise.all(run.map((port) => isFree(port)));
  return run[free.lastIndexOf(false)] ?? null;
}
