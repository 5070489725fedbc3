import type { Job, JobOf, JobProgress } from '@shared/contract/jobs';

/** A job that runs, to be changed by a test. */
export function jobOf(change: Partial<JobOf<'installEtcd'>> = {}): Job {
  return {
    id: 'j1',
    kind: 'installEtcd',
    about: { version: '3.6.14' },
    connection: null,
    startedAt: '2026-11-27T12:00:00.000Z',
    progress: null,
    step: null,
    status: { state: 'running', cancelling: false },
    ...change,
  };
}

/** Bytes of a download. */
export function bytesOf(change: Partial<JobProgress> = {}): JobProgress {
  return { done: 5_000_000, total: 20_000_000, unit: 'bytes', rate: null, leftMs: null, ...change };
}
