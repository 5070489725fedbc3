import * as v from 'valibot';
import { live, procedure } from './base';
import { connectionRef } from './connection-ref';
import { failureValue, type FailureValue } from './failures';
import { keysJobs } from './keys';
import { toolchainJobs } from './toolchain';

/** The data of a text. */
type TextData = Readonly<Record<string, string | number>>;

/** A kind of job: the data of its title, its steps by code, each with the data of its line, and its result. */
interface KindOfJob {
  readonly about: v.GenericSchema<TextData>;
  readonly steps: Readonly<Record<string, v.GenericSchema<TextData>>>;
  readonly result: v.GenericSchema<TextData>;
}

/** All kinds of jobs. Each area declares its own in its file; the window has a text for each state and step. */
export const jobKinds = { ...toolchainJobs, ...keysJobs } as const satisfies Readonly<
  Record<string, KindOfJob>
>;

type Kinds = typeof jobKinds;
export type JobKind = keyof Kinds;
export type JobAbout<K extends JobKind> = v.InferOutput<Kinds[K]['about']>;
export type JobResult<K extends JobKind> = v.InferOutput<Kinds[K]['result']>;
/** The data of each step of a kind, by the step's code. */
export type JobSteps<K extends JobKind> = {
  readonly [C in keyof Kinds[K]['steps'] & string]: Kinds[K]['steps'][C] extends v.GenericSchema<infer Data>
    ? Data
    : never;
};

export const jobUnits = ['bytes', 'keys', 'steps'] as const;

export const jobProgress = v.object({
  done: v.number(),
  /** null when it is unknown. */
  total: v.nullable(v.number()),
  unit: v.picklist(jobUnits),
  /** Units a second, smoothed over a few seconds; null while it is too soon to tell. */
  rate: v.nullable(v.number()),
  /** Time left at that rate, milliseconds; null when it is unknown. */
  leftMs: v.nullable(v.number()),
});
export type JobProgress = v.InferOutput<typeof jobProgress>;

/** Why a job failed: an expected failure, or a bug with all that is known about it. */
export const jobTrouble = v.variant('kind', [
  v.object({ kind: v.literal('failure'), failure: failureValue }),
  v.object({ kind: v.literal('bug'), detail: v.string() }),
]);
export type JobTrouble =
  | { readonly kind: 'failure'; readonly failure: FailureValue }
  | { readonly kind: 'bug'; readonly detail: string };

/** ISO 8601, UTC. */
const instant = v.string();

/** One step that a job took. */
export type JobStep<K extends JobKind = JobKind> = K extends JobKind
  ? {
      readonly [C in keyof JobSteps<K>]: {
        readonly code: C;
        readonly data: JobSteps<K>[C];
        readonly at: string;
      };
    }[keyof JobSteps<K>]
  : never;

export type JobStatus<K extends JobKind = JobKind> =
  /** `cancelling`: it was told to end and has not ended yet. */
  | { readonly state: 'running'; readonly cancelling: boolean }
  | { readonly state: 'done'; readonly endedAt: string; readonly result: JobResult<K> }
  | { readonly state: 'failed'; readonly endedAt: string; readonly trouble: JobTrouble }
  | { readonly state: 'cancelled'; readonly endedAt: string };

export interface JobOf<K extends JobKind> {
  readonly id: string;
  readonly kind: K;
  readonly about: JobAbout<K>;
  /** The connection it works on; null when it works on none. */
  readonly connection: v.InferOutput<typeof connectionRef> | null;
  readonly startedAt: string;
  /** How far it has come, or had when it ended; null when that is not measured. */
  readonly progress: JobProgress | null;
  /** The latest step; null before the first one. `steps` has all of them. */
  readonly step: JobStep<K> | null;
  readonly status: JobStatus<K>;
}
export type Job = { [K in JobKind]: JobOf<K> }[JobKind];

function stepOf({ steps }: KindOfJob) {
  const variants = Object.entries(steps).map(([code, data]) =>
    v.object({ code: v.literal(code), data, at: instant }),
  );
  return v.union(variants);
}

function statusOf({ result }: KindOfJob) {
  return v.variant('state', [
    v.object({ state: v.literal('running'), cancelling: v.boolean() }),
    v.object({ state: v.literal('done'), endedAt: instant, result }),
    v.object({ state: v.literal('failed'), endedAt: instant, trouble: jobTrouble }),
    v.object({ state: v.literal('cancelled'), endedAt: instant }),
  ]);
}

const variants = Object.entries(jobKinds).map(([kind, shape]) =>
  v.object({
    id: v.string(),
    kind: v.literal(kind),
    about: shape.about,
    connection: v.nullable(connectionRef),
    startedAt: instant,
    progress: v.nullable(jobProgress),
    step: v.nullable(stepOf(shape)),
    status: statusOf(shape),
  }),
);
/** Schema of `Job`, built from the one list above. */
export const job = v.variant('kind', variants) as unknown as v.GenericSchema<Job>;

export const jobsState = v.object({
  /** In the order they started: those that run, and the latest `ENDED_JOBS` that ended, until they are dismissed. */
  jobs: v.array(job),
});
export type JobsState = v.InferOutput<typeof jobsState>;

/** How many ended jobs are kept; the oldest are dropped first. */
export const ENDED_JOBS = 50;

export const jobLog = v.object({
  /** The latest steps, 200 at most, oldest first. */
  steps: v.array(v.union(Object.values(jobKinds).map(stepOf)) as unknown as v.GenericSchema<JobStep>),
  /** How many earlier ones were dropped. */
  dropped: v.number(),
});
export type JobLog = v.InferOutput<typeof jobLog>;

const one = v.object({ job: v.string() });

/**
 * Work that takes a while and can be cancelled. A job runs in the engine whether or not a window is open; the procedure
 * that starts one returns its ID at once.
 */
export const jobs = {
  watch: live(v.object({}), jobsState),
  /** The steps of one job; they stay readable after it is dismissed. Throws NOT_FOUND. */
  steps: live(one, jobLog),
  /**
   * Tells a job to end and returns when it has cleaned up and ended. After 5 s it returns in any case, and the job stays
   * `cancelling`. Does nothing when the job has ended or does not exist.
   */
  cancel: procedure.input(one).output(v.void()),
  /** Forgets a job that has ended. Does nothing when it still runs or does not exist. */
  dismiss: procedure.input(one).output(v.void()),
  /** Forgets all jobs that have ended. */
  dismissEnded: procedure.output(v.void()),
};
