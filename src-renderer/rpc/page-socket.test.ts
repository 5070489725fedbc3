import { MAX_MESSAGE_BYTES } from '@shared/socket';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { failureOf } from './failure';
import { connect } from './transport';

const sent = vi.hoisted(() => {
  const messages: unknown[] = [];
  /** A socket that opens as soon as someone listens to it, and never gets an answer. */
  class FakeSocket extends EventTarget {
    readonly readyState = 1;
    constructor() {
      super();
      setTimeout(() => this.dispatchEvent(new Event('open')), 0);
    }
    send(message: unknown): void {
      messages.push(message);
    }
    close(): void {
      this.dispatchEvent(new Event('close'));
    }
  }
  vi.stubGlobal('WebSocket', FakeSocket);
  return messages;
});
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => {
  sent.length = 0;
});

async function put(bytes: number) {
  const transport = await connect();
  const closed = vi.fn();
  transport.onClose(closed);
  const call = Promise.resolve(
    transport.link.call(['keys', 'put'], { value: new Uint8Array(bytes) }, { context: {} }),
  ).catch((error: unknown) => failureOf(error));
  return { call, closed };
}

it('a value too large for the link is refused before it is sent, and the link stays up', async () => {
  const { call, closed } = await put(MAX_MESSAGE_BYTES * 0.75);
  const failure = await call;
  expect(failure).toMatchObject({ code: 'REQUEST_TOO_LARGE' });
  expect(sent).toEqual([]);
  expect(closed).not.toHaveBeenCalled();
});

it('any other value is sent, even above the default limit of etcd', async () => {
  await put(5 * 1024 * 1024);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
});
