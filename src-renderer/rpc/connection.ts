import type { ClientContext, ClientLink, ClientOptions } from '@orpc/client';
import { appInfo, type AppInfo } from '@shared/contract/app';
import * as v from 'valibot';
import { readonly, ref, shallowReadonly, shallowRef, watch } from 'vue';
import { LinkLost, type LinkTrouble } from './failure';
import { Session, type Transport } from './session';

export type LinkState = 'connecting' | 'open' | 'lost';

/** How often to ping the engine, and how long it may take to answer. Milliseconds. */
const BEAT_EVERY_MS = 3000;
const BEAT_LIMIT_MS = 5000;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 2000;

/**
 * The link to the engine, kept up while the page lives. It connects at the first call, notices a transport
 * that closed or hangs, and reconnects. Calls made before the first connection wait for it. Calls made while
 * the link is lost fail with `LinkLost`, because an action should not happen by surprise later.
 */
export class Connection implements ClientLink<ClientContext> {
  readonly #connect: () => Promise<Transport>;
  readonly #state = ref<LinkState>('connecting');
  readonly #trouble = ref<LinkTrouble | null>(null);
  readonly #info = shallowRef<AppInfo | null>(null);
  #session: Session | null = null;
  #hurry: () => void = () => undefined;
  #started = false;
  #disposed = false;

  /** `connect` opens a transport or fails; `LinkLost` says why. */
  constructor(connect: () => Promise<Transport>) {
    this.#connect = connect;
  }

  readonly state = readonly(this.#state);
  /** Why the link is lost; null while it is up. */
  readonly trouble = readonly(this.#trouble);
  /** The engine that answered last; null before the first answer. */
  readonly info = shallowReadonly(this.#info);

  async call(
    path: readonly string[],
    input: unknown,
    options: ClientOptions<ClientContext>,
  ): Promise<unknown> {
    this.start();
    if (this.#state.value === 'connecting') await this.settled(options.signal);
    if (this.#session === null) throw new LinkLost(this.#trouble.value ?? 'unreachable');
    return this.#session.call(path, input, options);
  }

  /** Waits until the link is open, through any number of failed attempts. Rejects only with `signal`'s reason. */
  opened(signal?: AbortSignal): Promise<void> {
    this.start();
    return this.#until((state) => state === 'open', signal);
  }

  /** Waits for the first attempt to end, whether it succeeds or fails. */
  settled(signal?: AbortSignal): Promise<void> {
    this.start();
    return this.#until((state) => state !== 'connecting', signal);
  }

  start(): void {
    if (this.#started || this.#disposed) return;
    this.#started = true;
    void this.#run();
  }

  /** Connects again at once if the link is lost, instead of waiting for the next attempt. */
  retry(): void {
    this.#hurry();
  }

  dispose(): void {
    this.#disposed = true;
    this.#session?.end();
  }

  async #run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!this.#disposed) {
      try {
        const session = new Session(await this.#connect());
        await this.#hello(session);
        this.#session = session;
        this.#trouble.value = null;
        this.#state.value = 'open';
        retryMs = FIRST_RETRY_MS;
        await this.#beat(session);
        this.#trouble.value = 'unreachable';
      } catch (error) {
        this.#trouble.value = error instanceof LinkLost ? error.trouble : 'unreachable';
      }
      this.#session = null;
      this.#state.value = 'lost';
      await Promise.race([delay(retryMs), new Promise<void>((resolve) => (this.#hurry = resolve))]);
      retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
    }
  }

  /** Returns when the session is lost: closed by the other side, or silent too long. */
  async #beat(session: Session): Promise<void> {
    const ended = session.ended().then(() => 'ended');
    const due = () => delay(BEAT_EVERY_MS).then(() => 'due');
    while ((await Promise.race([due(), ended])) === 'due') await this.#hello(session).catch(() => undefined);
  }

  async #hello(session: Session): Promise<void> {
    const limit = setTimeout(() => session.end(), BEAT_LIMIT_MS);
    try {
      const info = v.parse(appInfo, await session.call(['app', 'hello'], undefined, { context: {} }));
      if (JSON.stringify(info) !== JSON.stringify(this.#info.value)) this.#info.value = info;
    } catch (error) {
      session.end();
      throw error;
    } finally {
      clearTimeout(limit);
    }
  }

  #until(condition: (state: LinkState) => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = watch(
        this.#state,
        (state) => {
          if (condition(state)) end(resolve);
        },
        { flush: 'sync' },
      );
      const abort = () => end(() => reject(toError(signal?.reason)));
      const end = (settle: () => void) => {
        stop();
        signal?.removeEventListener('abort', abort);
        settle();
      };
      signal?.addEventListener('abort', abort);
      if (signal?.aborted) abort();
      else if (condition(this.#state.value)) end(resolve);
    });
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
