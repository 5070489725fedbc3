import type { AppInfo } from '@shared/contract/app';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Connection } from './connection';
import { LinkLost } from './failure';
import type { Transport } from './session';

const info: AppInfo = {
  host: 'serve',
  version: '1.0.0',
  platform: 'linux',
  dataFolder: '/data',
  canOpenFolders: false,
  canPickFiles: false,
  terminal: false,
  engine: 'e1',
};

/** An engine that answers as the test asks, and the transports to it. */
function testEngine() {
  const transports: { close: () => void; closed: boolean }[] = [];
  const engine = {
    /** Whether a transport can be opened, and whether its calls are answered. */
    reachable: true,
    answers: true,
    trouble: 'unreachable' as 'unreachable' | 'unauthorized',
    transports,
    connect: (): Promise<Transport> => {
      if (!engine.reachable) return Promise.reject(new LinkLost(engine.trouble));
      let close: () => void = () => undefined;
      const state = { close: () => close(), closed: false };
      transports.push(state);
      return Promise.resolve({
        link: {
          call: (path) => (engine.answers ? Promise.resolve(path[0] === 'app' ? info : path) : forever()),
        },
        onClose: (listener) => (close = listener),
        close: () => (state.closed = true),
      });
    },
  };
  return engine;
}

function forever(): Promise<never> {
  return new Promise(() => undefined);
}

const options = { context: {} };
let engine: ReturnType<typeof testEngine>;
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  engine = testEngine();
  connection = new Connection(engine.connect);
});
afterEach(() => {
  connection.dispose();
  vi.useRealTimers();
});

it('connects at the first call, which waits for it', async () => {
  expect([connection.state.value, engine.transports.length]).toEqual(['connecting', 0]);
  expect(await connection.call(['clusters', 'start'], {}, options)).toEqual(['clusters', 'start']);
  expect([connection.state.value, connection.info.value]).toEqual(['open', info]);
});

it('fails what is in flight when the transport closes, and connects again', async () => {
  await connection.opened();
  engine.answers = false;
  const call = connection.call(['clusters', 'start'], {}, options);
  const failed = expect(call).rejects.toThrow(LinkLost);
  engine.transports[0]?.close();
  await failed;
  await vi.advanceTimersByTimeAsync(0);
  expect([connection.state.value, connection.trouble.value]).toEqual(['lost', 'unreachable']);
  engine.answers = true;
  await vi.advanceTimersByTimeAsync(100);
  expect([connection.state.value, connection.trouble.value, engine.transports.length]).toEqual([
    'open',
    null,
    2,
  ]);
});

it('drops a transport that hangs, within eight seconds', async () => {
  await connection.opened();
  engine.answers = false;
  const failed = expect(connection.call(['clusters', 'start'], {}, options)).rejects.toThrow(LinkLost);
  await vi.advanceTimersByTimeAsync(7999);
  expect(connection.state.value).toBe('open');
  await vi.advanceTimersByTimeAsync(1);
  await failed;
  expect([connection.state.value, engine.transports[0]?.closed]).toEqual(['lost', true]);
});

it('refuses calls at once while the link is lost instead of queueing them', async () => {
  engine.reachable = false;
  await connection.settled();
  await expect(connection.call(['clusters', 'start'], {}, options)).rejects.toThrow(LinkLost);
});

it('retries more and more slowly, down to every two seconds', async () => {
  engine.reachable = false;
  const tries = vi.spyOn(engine, 'connect');
  connection = new Connection(() => engine.connect());
  connection.start();
  await vi.advanceTimersByTimeAsync(100 + 200 + 400 + 800 + 1600);
  expect(tries).toHaveBeenCalledTimes(6);
  await vi.advanceTimersByTimeAsync(4000);
  expect(tries).toHaveBeenCalledTimes(8);
});

it('reports an expired address, which waiting cannot fix', async () => {
  engine.reachable = false;
  engine.trouble = 'unauthorized';
  await connection.settled();
  expect([connection.state.value, connection.trouble.value]).toEqual(['lost', 'unauthorized']);
});

it('stops waiting for the link when the caller cancels', async () => {
  engine.reachable = false;
  const abort = new AbortController();
  const waiting = expect(connection.opened(abort.signal)).rejects.toThrow('enough');
  abort.abort(new Error('enough'));
  await waiting;
});
