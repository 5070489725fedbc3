import type { TerminalOutput } from '@shared/contract/terminal';
import { type Live, LiveValue, pause } from '../base/live';
import type { Pty, PtyEnd, PtyStart, Size, SpawnPty } from './pty';
import { Scrollback } from './scrollback';
import { endSession } from './session';
import { signalName } from './signal-name';

/** Bytes of output kept for windows that open later. */
const SCROLLBACK = 1024 * 1024;
/**
 * The program blocks when more than the first of these is unread, and continues below the second. Bytes. A window
 * reads about 10 MB a second, so it never runs dry, and Ctrl+C takes effect at once.
 */
const HOLD_AT = 256 * 1024;
const GO_ON_AT = 64 * 1024;
/** After this long without a reader nobody is watching, and the program runs on. Milliseconds. */
const UNATTENDED_MS = 3000;

export interface TerminalOptions {
  readonly spawn: SpawnPty;
  readonly start: Omit<PtyStart, 'size'>;
  readonly size: Size;
}

/** One shell on a pseudo-terminal, and its output. After it has ended, another can be started in its place. */
export class Terminal {
  readonly #options: TerminalOptions;
  readonly #scrollback = new Scrollback(SCROLLBACK);
  readonly #exit = new LiveValue<TerminalOutput['exit']>(null);
  readonly #waiting = new Set<() => void>();
  #pty: Pty;
  #size: Size;
  /** The furthest position that was read. */
  #read = 0;
  #held = false;
  /** Whether it runs on without a reader. */
  #unattended = false;
  #timer: NodeJS.Timeout | undefined;
  #left: Promise<void> | null = null;
  #closed = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#pty = this.#spawn();
  }

  /** How the shell ended; null while it runs. */
  get exit(): Live<TerminalOutput['exit']> {
    return this.#exit;
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Whether the program is blocked until somebody reads. */
  get held(): boolean {
    return this.#held;
  }

  /** See the contract. Rejects with `signal`'s reason when it aborts. */
  async read(after: number, maxBytes: number, signal?: AbortSignal): Promise<TerminalOutput> {
    this.#readTo(Math.min(after, this.#scrollback.end));
    while (after >= this.#scrollback.end && this.#exit.value === null) {
      await this.#news(signal);
      signal?.throwIfAborted();
    }
    const { from, data } = this.#scrollback.read(after, maxBytes);
    const next = from + data.length;
    this.#readTo(next);
    const { end } = this.#scrollback;
    return { from, data, next, end, exit: next === end ? this.#exit.value : null };
  }

  write(data: Uint8Array): void {
    this.#pty.write(data);
  }

  resize(size: Size): void {
    this.#size = size;
    this.#pty.resize(size);
  }

  /** Does nothing while the shell runs, or once the terminal is to end. */
  async restart(size: Size): Promise<void> {
    await this.#left;
    if (this.#closed || this.#exit.value === null) return;
    this.#size = size;
    this.#pty = this.#spawn();
    this.#exit.value = null;
  }

  /** Ends the shell and its whole session: SIGHUP, and SIGKILL after `graceMs`. Resolves when nothing is left. */
  async end(graceMs: number): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    if (this.#exit.value === null) await endSession(this.#pty.pid, graceMs);
    // The end is reported a little after it happens.
    const deadline = Date.now() + graceMs;
    while (this.#exit.value === null && Date.now() < deadline) await pause(10);
    await this.#left;
    this.#tell();
  }

  #spawn(): Pty {
    this.#held = false;
    const events = {
      data: (bytes: Uint8Array) => this.#take(bytes),
      end: (end: PtyEnd) => this.#ended(end),
    };
    return this.#options.spawn({ ...this.#options.start, size: this.#size }, events);
  }

  #take(bytes: Uint8Array): void {
    this.#scrollback.append(bytes);
    if (!this.#held && !this.#unattended && this.#unread > HOLD_AT) {
      this.#held = true;
      this.#pty.pause();
      this.#awaitReader();
    }
    this.#tell();
  }

  get #unread(): number {
    return this.#scrollback.end - this.#read;
  }

  #readTo(place: number): void {
    this.#read = Math.max(this.#read, place);
    this.#unattended = false;
    if (!this.#held) return;
    if (this.#unread < GO_ON_AT) this.#goOn();
    else this.#awaitReader();
  }

  #awaitReader(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#unattended = true;
      this.#goOn();
    }, UNATTENDED_MS);
  }

  #goOn(): void {
    clearTimeout(this.#timer);
    this.#held = false;
    this.#pty.resume();
  }

  /** Also ends what the shell left behind: later its session's number may belong to somebody else. */
  #ended({ code, signal }: PtyEnd): void {
    clearTimeout(this.#timer);
    this.#held = false;
    // A system without resources to list processes keeps what the shell left behind.
    this.#left = endSession(this.#pty.pid, LEFT_GRACE_MS).catch(() => undefined);
    this.#exit.value = { code, signal: signalName(signal) };
    this.#tell();
  }

  /** Resolves when something was written, the shell has ended, or `signal` aborts. */
  #news(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake);
      if (signal?.aborted) wake();
    });
  }

  #tell(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** How long processes that a shell left behind have to end by themselves. Milliseconds. */
const LEFT_GRACE_MS = 2000;
