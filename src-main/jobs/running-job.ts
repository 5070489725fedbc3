import { randomUUID } from 'node:crypto';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import type {
  Job,
  JobAbout,
  JobKind,
  JobLog,
  JobOf,
  JobResult,
  JobStatus,
  JobStep,
  JobSteps,
} from '@shared/contract/jobs';
import { causeText, errorText, Failure } from '../base/failure';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';
import { type Count, Gauge } from './gauge';

/** A job to run. */
export interface JobStart<K extends JobKind> {
  readonly kind: K;
  readonly about: JobAbout<K>;
  /** The connection it works on; null when it works on none. */
  readonly connection: ConnectionRef | null;
  /**
   * Does the work. A `Failure` that it throws is why the job failed; anything else is a bug. After the signal it must clean
   * up and end soon: whatever it throws then counts as cancelled. If it returns all the same, the job is done.
   */
  readonly work: (report: JobReport<K>) => Promise<JobResult<K>>;
}

/** How the work reports what it does, and hears that it should end. Cheap: report as often as something happens. */
export interface JobReport<K extends JobKind> {
  readonly signal: AbortSignal;
  /** Pass null when there is nothing left to measure. */
  readonly progress: (count: Count | null) => void;
  readonly step: <C extends keyof JobSteps<K>>(code: C, data: JobSteps<K>[C]) => void;
}

export interface JobClock {
  /** Milliseconds; never goes back. */
  readonly monotonic: () => number;
  readonly date: () => Date;
}

/** How many steps are kept. A window that shows them gets all of them at each change. */
export const KEPT_STEPS = 200;

/** One job, from its start until it is dismissed. It runs whether or not anybody waits for it. */
export class RunningJob<K extends JobKind> {
  readonly id = randomUUID();
  /** Resolves when the work has ended, to how it ended. Never rejects. */
  readonly ended: Promise<JobStatus<K>>;
  readonly #abort = new AbortController();
  readonly #gauge: Gauge;
  readonly #startedAt: string;
  readonly #state: LiveValue<Job>;
  readonly #steps = new LiveValue<JobLog>({ steps: [], dropped: 0 });
  #status: JobStatus<K> = { state: 'running', cancelling: false };

  /** Starts the work at once. */
  constructor(
    private readonly start: JobStart<K>,
    private readonly clock: JobClock,
    private readonly log: Log,
  ) {
    this.#gauge = new Gauge(clock.monotonic, () => this.#tell());
    this.#startedAt = this.#now();
    this.#state = new LiveValue(this.#snapshot());
    this.ended = this.#run();
  }

  get state(): Live<Job> {
    return this.#state;
  }

  get steps(): Live<JobLog> {
    return this.#steps;
  }

  get connection(): ConnectionRef | null {
    return this.start.connection;
  }

  get running(): boolean {
    return this.#status.state === 'running';
  }

  /** Tells the work to end; `ended` resolves when it has. Does nothing once it has ended. */
  cancel(): void {
    if (!this.running || this.#abort.signal.aborted) return;
    this.#status = { state: 'running', cancelling: true };
    this.#tell();
    this.#abort.abort();
  }

  async #run(): Promise<JobStatus<K>> {
    const report: JobReport<K> = {
      signal: this.#abort.signal,
      progress: (count) => {
        if (this.running) this.#gauge.set(count);
      },
      step: (code, data) => {
        if (this.running) this.#step(code, data);
      },
    };
    const status = await this.#outcome(report);
    this.#status = status;
    this.#gauge.dispose();
    this.#tell();
    return status;
  }

  async #outcome(report: JobReport<K>): Promise<JobStatus<K>> {
    const fields = { job: this.id, kind: this.start.kind };
    try {
      const result = await this.start.work(report);
      this.log.info('a job is done', fields);
      return { state: 'done', endedAt: this.#now(), result };
    } catch (error) {
      const endedAt = this.#now();
      const failure = error instanceof Failure ? error : null;
      if (this.#abort.signal.aborted) {
        this.log.info('a job was cancelled', { ...fields, reason: failure?.code ?? errorText(error) });
        return { state: 'cancelled', endedAt };
      }
      if (failure) {
        this.log.info('a job failed', { ...fields, code: failure.code, cause: causeText(failure) });
        return { state: 'failed', endedAt, trouble: { kind: 'failure', failure: failure.value } };
      }
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log.error('a job failed unexpectedly', { ...fields, stack: detail });
      return { state: 'failed', endedAt, trouble: { kind: 'bug', detail } };
    }
  }

  #step<C extends keyof JobSteps<K>>(code: C, data: JobSteps<K>[C]): void {
    // The parameters ensure that this is a step of the contract; the compiler cannot follow that through K.
    const step = { code, data, at: this.#now() } as unknown as JobStep;
    const { steps, dropped } = this.#steps.value;
    const over = Math.max(0, steps.length + 1 - KEPT_STEPS);
    this.#steps.value = { steps: [...steps.slice(over), step], dropped: dropped + over };
    this.#tell();
  }

  #tell(): void {
    this.#state.value = this.#snapshot();
  }

  #snapshot(): Job {
    const { kind, about, connection } = this.start;
    const job: JobOf<K> = {
      id: this.id,
      kind,
      about,
      connection,
      startedAt: this.#startedAt,
      progress: this.#gauge.progress,
      step: (this.#steps.value.steps.at(-1) ?? null) as JobStep<K> | null,
      status: this.#status,
    };
    return job as Job;
  }

  #now(): string {
    return this.clock.date().toISOString();
  }
}
