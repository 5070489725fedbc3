import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { LinkLost } from './failure';

/** A channel to the engine: a MessagePort or a WebSocket. It carries calls until it is lost, and is never reused. */
export interface Transport {
  readonly link: ClientLink<ClientContext>;
  /** Calls `listener` when the other side is known to be gone. */
  onClose(listener: () => void): void;
  close(): void;
}

/**
 * The calls over one transport. When it is lost, each call fails with `LinkLost` at once, whatever the
 * transport does: a hung socket would keep the calls waiting.
 */
export class Session {
  readonly #transport: Transport;
  readonly #waiting = new Set<() => void>();
  #lost = false;

  constructor(transport: Transport) {
    this.#transport = transport;
    transport.onClose(() => this.end());
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** Drops the transport. */
  end(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#transport.close();
    for (const give of [...this.#waiting]) give();
  }

  /** Resolves when the transport is lost. */
  ended(): Promise<void> {
    return this.#orLost(new Promise<never>(() => undefined)).catch(() => undefined);
  }

  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    if (this.#lost) throw new LinkLost();
    const abort = new AbortController();
    const cancel = () => {
      // A cancellation cannot be sent on a lost transport and would fail there.
      if (!this.#lost) abort.abort(options.signal?.reason);
    };
    if (options.signal?.aborted) throw options.signal.reason;
    options.signal?.addEventListener('abort', cancel);
    const done = () => options.signal?.removeEventListener('abort', cancel);
    try {
      const output = await this.#orLost(
        this.#transport.link.call(path, input, { ...options, signal: abort.signal }),
      );
      if (isStream(output)) return this.#stream(output, done);
      done();
      return output;
    } catch (error) {
      done();
      throw error;
    }
  }

  async *#stream(source: AsyncIterator<unknown>, done: () => void): AsyncGenerator<unknown, void, void> {
    try {
      for (;;) {
        const next = await this.#orLost(source.next());
        if (next.done) return;
        yield next.value;
      }
    } finally {
      done();
      if (!this.#lost) await source.return?.();
    }
  }

  #orLost<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const give = () => reject(new LinkLost());
      if (this.#lost) {
        // Nobody waits for the result any more.
        promise.catch(() => undefined);
        give();
        return;
      }
      this.#waiting.add(give);
      promise.then(resolve, reject).finally(() => this.#waiting.delete(give));
    });
  }
}

function isStream(output: unknown): output is AsyncIterator<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}
