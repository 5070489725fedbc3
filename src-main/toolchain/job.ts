import type { InstallJob } from '@shared/contract/toolchain';
import { randomUUID } from 'node:crypto';
import { errorText, Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue } from '../base/live';

/** How the work of a job says how far it is. */
export interface JobProgress {
  phase(phase: InstallJob['phase']): void;
  /** `total` is null when it is not known. */
  bytes(received: number, total: number | null): void;
}

export interface JobOptions {
  readonly kind: InstallJob['kind'];
  readonly version: string;
  readonly first: InstallJob['phase'];
  readonly work: (progress: JobProgress, signal: AbortSignal) => Promise<void>;
  /** Puts what was not expected into a failure that the user can read. */
  readonly unexpected: (reason: string) => Failure;
}

/** Bytes are told at most so often: a progress bar needs no more. */
const PROGRESS_INTERVAL_MS = 100;

/** Work that goes on while nobody waits for it: its state tells how far it is and how it ended. */
export class Job implements Disposable {
  readonly #abort = new AbortController();
  readonly #state: LiveValue<InstallJob>;
  readonly #end: Promise<void>;
  #count: Pick<InstallJob, 'received' | 'total'> = { received: 0, total: null };
  #telling: NodeJS.Timeout | null = null;

  /** Starts the work at once. */
  constructor(private readonly options: JobOptions) {
    const { kind, version, first } = options;
    this.#state = new LiveValue<InstallJob>({
      id: randomUUID(),
      kind,
      version,
      phase: first,
      received: 0,
      total: null,
      failure: null,
    });
    this.#end = this.#run();
  }

  get state(): Live<InstallJob> {
    return this.#state;
  }

  get running(): boolean {
    return !['done', 'failed', 'cancelled'].includes(this.#state.value.phase);
  }

  /** Resolves when the work has ended, however it ended. Never rejects. */
  get ended(): Promise<void> {
    return this.#end;
  }

  /** Cancels the work and waits until it has cleaned up behind itself. */
  async dispose(): Promise<void> {
    this.#abort.abort();
    await this.#end;
  }

  async #run(): Promise<void> {
    const progress: JobProgress = {
      phase: (phase) => this.#set({ phase }),
      bytes: (received, total) => this.#bytes(received, total),
    };
    try {
      await this.options.work(progress, this.#abort.signal);
      this.#set({ phase: 'done' });
    } catch (error) {
      if (this.#abort.signal.aborted) this.#set({ phase: 'cancelled' });
      else {
        const failure = error instanceof Failure ? error : this.options.unexpected(errorText(error));
        this.#set({ phase: 'failed', failure: failure.value });
      }
    } finally {
      if (this.#telling) clearTimeout(this.#telling);
    }
  }

  /** The first bytes are told at once, further ones together when the interval has passed. */
  #bytes(received: number, total: number | null): void {
    this.#count = { received, total };
    if (this.#telling !== null) return;
    this.#set({});
    this.#telling = setTimeout(() => {
      this.#telling = null;
      this.#set({});
    }, PROGRESS_INTERVAL_MS);
  }

  #set(change: Partial<InstallJob>): void {
    this.#state.value = { ...this.#state.value, ...this.#count, ...change };
  }
}
