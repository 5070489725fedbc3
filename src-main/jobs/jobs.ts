import type { ConnectionRef } from '@shared/contract/connection-ref';
import {
  ENDED_JOBS,
  type Job,
  type JobKind,
  type JobLog,
  type JobsState,
  type JobStatus,
} from '@shared/contract/jobs';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { type Live, LiveValue, pause } from '../base/live';
import type { Log } from '../base/log';
import { type JobClock, type JobStart, RunningJob } from './running-job';

export interface JobsOptions {
  readonly log: Log;
  readonly clock?: JobClock;
  /** How long `cancel` waits for a job to end; milliseconds. */
  readonly cancelMs?: number;
  /** How long `dispose` waits for all jobs to end; milliseconds. */
  readonly closeMs?: number;
}

/** A job that was started. */
export interface JobHandle<K extends JobKind> {
  readonly id: string;
  /** Resolves to how it ended. Never rejects. */
  readonly ended: Promise<JobStatus<K>>;
}

const CLOCK: JobClock = { monotonic: () => performance.now(), date: () => new Date() };
const CANCEL_MS = 5000;
/** Work cleans up within about a second. The app has 5 s to close, and other parts need their share. */
const CLOSE_MS = 2000;

/** A job of any kind, once it runs. */
type AnyJob = Pick<RunningJob<JobKind>, 'id' | 'state' | 'steps' | 'connection' | 'running' | 'cancel'> & {
  readonly ended: Promise<unknown>;
};

/** The jobs that run, and the latest ones that ended. */
export class Jobs implements Disposable {
  readonly #options: Required<JobsOptions>;
  readonly #state = new LiveValue<JobsState>({ jobs: [] });
  /** In the order they started. */
  #jobs: readonly AnyJob[] = [];
  #closing: Promise<void> | null = null;

  constructor(options: JobsOptions) {
    this.#options = { clock: CLOCK, cancelMs: CANCEL_MS, closeMs: CLOSE_MS, ...options };
  }

  get state(): Live<JobsState> {
    return this.#state;
  }

  /** Starts a job and returns at once. After `dispose`, the job is cancelled as it starts. */
  run<K extends JobKind>(start: JobStart<K>): JobHandle<K> {
    const { clock, log } = this.#options;
    const job = new RunningJob(start, clock, log);
    this.#jobs = [...this.#jobs, job];
    job.state.onChange(() => this.#publish());
    void job.ended.then(() => this.#forgetOldest());
    this.#publish();
    if (this.#closing) job.cancel();
    return { id: job.id, ended: job.ended };
  }

  /** Whether that job is still running. */
  isRunning(id: string): boolean {
    return this.#find(id)?.running ?? false;
  }

  /** The steps of a job; they stay readable after it is dismissed. Throws NOT_FOUND. */
  steps(id: string): Live<JobLog> {
    const job = this.#find(id);
    if (!job) throw new Failure('NOT_FOUND', { what: 'job', name: id });
    return job.steps;
  }

  /**
   * Tells a job to end and waits until it has, for 5 s at most; a job that takes longer stays `cancelling` until it ends.
   * Does nothing when the job has ended or does not exist.
   */
  async cancel(id: string): Promise<void> {
    const job = this.#find(id);
    if (job) await endOf([job], this.#options.cancelMs);
  }

  /** Forgets a job that has ended. Does nothing when it still runs or does not exist. */
  dismiss(id: string): void {
    this.#keep((job) => job.running || job.id !== id);
  }

  /** Forgets all jobs that have ended. */
  dismissEnded(): void {
    this.#keep((job) => job.running);
  }

  /** Cancels the jobs of connections that are gone. They stay in the list. */
  retain(isThere: (connection: ConnectionRef) => boolean): void {
    for (const job of this.#jobs) if (job.connection && !isThere(job.connection)) job.cancel();
  }

  /** Cancels all jobs and waits for them, for 2 s at most. Work that still goes on ends with the process. */
  dispose(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { log, closeMs } = this.#options;
    await endOf(this.#jobs, closeMs);
    for (const { state } of this.#jobs.filter((job) => job.running))
      log.error('a job did not end in time', { job: state.value.id, kind: state.value.kind });
  }

  #find(id: string): AnyJob | null {
    return this.#jobs.find((job) => job.id === id) ?? null;
  }

  #forgetOldest(): void {
    const ended = this.#jobs.filter((job) => !job.running);
    const gone = new Set(ended.slice(0, Math.max(0, ended.length - ENDED_JOBS)));
    this.#keep((job) => !gone.has(job));
  }

  #keep(isKept: (job: AnyJob) => boolean): void {
    const kept = this.#jobs.filter(isKept);
    if (kept.length === this.#jobs.length) return;
    this.#jobs = kept;
    this.#publish();
  }

  #publish(): void {
    this.#state.value = { jobs: this.#jobs.map(({ state }): Job => state.value) };
  }
}

/** Cancels jobs and waits for all of them, for `limitMs` at most. */
async function endOf(jobs: readonly AnyJob[], limitMs: number): Promise<void> {
  for (const job of jobs) job.cancel();
  const ended = new AbortController();
  const all = Promise.all(jobs.map((job) => job.ended)).then(() => ended.abort());
  await Promise.race([all, pause(limitMs, ended.signal)]);
}
