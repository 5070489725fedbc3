import { ENDED_JOBS, type Job } from '@shared/contract/jobs';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure } from '../base/failure';
import { silentLog } from '../base/log';
import { Jobs } from './jobs';
import { type JobReport, KEPT_STEPS } from './running-job';

const error = vi.fn();
let jobs: Jobs;
beforeEach(() => {
  error.mockClear();
  jobs = new Jobs({ log: { ...silentLog, error }, cancelMs: 50, closeMs: 50 });
});
afterEach(() => jobs.dispose());

type Report = JobReport<'installEtcd'>;
const result = { path: '/etcd' };

/** Starts a job for `version` that does `work`. */
function start(
  work: (report: Report) => Promise<typeof result>,
  { version = '3.6.14', connection = null }: { version?: string; connection?: ConnectionRef | null } = {},
) {
  return jobs.run({ kind: 'installEtcd', about: { version }, connection, work });
}

/** Work that ends when it is told to. */
const obedient = ({ signal }: Report) =>
  new Promise<never>((_, reject) => {
    const end = () => reject(new Failure('CANCELLED', { action: 'download' }));
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  });

/** Work that ends when the test says so, ignoring the signal. */
function deaf() {
  let end: () => void = () => undefined;
  const ended = new Promise<typeof result>((resolve) => (end = () => resolve(result)));
  return { work: () => ended, end };
}

function find(id: string): Job | undefined {
  return jobs.state.value.jobs.find((job) => job.id === id);
}

describe('a job', () => {
  it('runs on its own, tells its steps and how far it is, and keeps its result', async () => {
    let go: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (go = resolve));
    const { id, ended } = start(async ({ step, progress }) => {
      step('checksums', { host: 'a.example' });
      step('downloading', { host: 'b.example' });
      progress({ done: 5, total: 10, unit: 'bytes' });
      await gate;
      progress({ done: 10, total: 10, unit: 'bytes' });
      return result;
    });
    expect(find(id)).toMatchObject({
      kind: 'installEtcd',
      about: { version: '3.6.14' },
      connection: null,
      progress: { done: 5, total: 10 },
      step: { code: 'downloading', data: { host: 'b.example' } },
      status: { state: 'running', cancelling: false },
    });
    expect(jobs.isRunning(id)).toBe(true);
    go();
    expect(await ended).toMatchObject({ state: 'done', result });
    expect(find(id)).toMatchObject({ progress: { done: 10 }, status: { state: 'done', result } });
    expect(jobs.isRunning(id)).toBe(false);
    expect(jobs.steps(id).value).toMatchObject({
      steps: [{ code: 'checksums' }, { code: 'downloading' }],
      dropped: 0,
    });
  });

  it('fails with the failure that its work threw', async () => {
    const failure = new Failure('DISK_FULL', { path: '/data' });
    const { ended } = start(() => Promise.reject(failure));
    expect(await ended).toMatchObject({
      state: 'failed',
      trouble: { kind: 'failure', failure: { code: 'DISK_FULL', data: { path: '/data' } } },
    });
    expect(error).not.toHaveBeenCalled();
  });

  it('shows what nobody expected as a bug, and logs it', async () => {
    const { id, ended } = start(() => Promise.reject(new TypeError('x is not a function')));
    expect(await ended).toMatchObject({ state: 'failed', trouble: { kind: 'bug' } });
    const trouble = { detail: expect.stringContaining('TypeError: x is not a function') as string };
    expect(find(id)?.status).toMatchObject({ trouble });
    expect(error).toHaveBeenCalledWith('a job failed unexpectedly', expect.objectContaining({ job: id }));
  });

  it('keeps its latest steps, and counts those that fell out', async () => {
    const { id, ended } = start(({ step }) => {
      for (let host = 0; host < KEPT_STEPS + 5; host++) step('downloading', { host: `${host}` });
      return Promise.resolve(result);
    });
    await ended;
    const { steps, dropped } = jobs.steps(id).value;
    expect(dropped).toBe(5);
    expect(steps).toHaveLength(KEPT_STEPS);
    expect(steps[0]).toMatchObject({ data: { host: '5' } });
  });

  it('says nothing more once it has ended', async () => {
    let late: Report | null = null;
    const { id, ended } = start((report) => {
      late = report;
      return Promise.resolve(result);
    });
    await ended;
    const before = find(id);
    (late as Report | null)?.step('unpacking', {});
    (late as Report | null)?.progress({ done: 1, total: 2, unit: 'bytes' });
    expect(find(id)).toEqual(before);
    expect(jobs.steps(id).value.steps).toEqual([]);
  });
});

describe('cancelling a job', () => {
  it('returns when its work has ended', async () => {
    const { id } = start(obedient);
    const cancelled = jobs.cancel(id);
    expect(find(id)?.status).toEqual({ state: 'running', cancelling: true });
    await cancelled;
    expect(find(id)?.status).toMatchObject({ state: 'cancelled' });
  });

  it('returns in the end when its work refuses to end, which then goes on cancelling', async () => {
    const { work, end } = deaf();
    const { id, ended } = start(work);
    await jobs.cancel(id);
    expect(find(id)?.status).toEqual({ state: 'running', cancelling: true });
    end();
    expect(await ended).toMatchObject({ state: 'done' });
  });

  it('takes whatever the work throws then for its cancellation', async () => {
    const { id, ended } = start(({ signal }) => {
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('closed'))));
    });
    await jobs.cancel(id);
    expect(await ended).toMatchObject({ state: 'cancelled' });
    expect(error).not.toHaveBeenCalled();
  });

  it('does nothing to one that has ended, nor for an ID that is not there', async () => {
    const { id, ended } = start(() => Promise.resolve(result));
    await ended;
    await jobs.cancel(id);
    await jobs.cancel('another');
    expect(find(id)?.status.state).toBe('done');
  });

  it('comes with the end of its connection, and of no other', async () => {
    const connection = { kind: 'remote', id: 'r1' } as const;
    const going = start(obedient, { connection });
    const staying = start(obedient, { connection: { kind: 'remote', id: 'r2' } });
    const free = start(obedient);
    jobs.retain((each) => each.kind === 'remote' && each.id === 'r2');
    expect(await going.ended).toMatchObject({ state: 'cancelled' });
    expect([staying, free].map(({ id }) => jobs.isRunning(id))).toEqual([true, true]);
  });
});

describe('the list of jobs', () => {
  it('keeps those that ended until they are dismissed, one or all', async () => {
    const handles = ['1', '2', '3'].map((version) => start(() => Promise.resolve(result), { version }));
    const running = start(obedient);
    await Promise.all(handles.map(({ ended }) => ended));
    const versions = () =>
      jobs.state.value.jobs.map(({ about }) => ('version' in about ? about.version : ''));
    jobs.dismiss(handles[1]?.id ?? '');
    jobs.dismiss(running.id);
    expect(versions()).toEqual(['1', '3', '3.6.14']);
    jobs.dismissEnded();
    expect(versions()).toEqual(['3.6.14']);
  });

  it('forgets the oldest that ended when there are too many, and none that runs', async () => {
    const running = start(obedient);
    for (let each = 0; each < ENDED_JOBS + 3; each++)
      await start(() => Promise.resolve(result), { version: `${each}` }).ended;
    await vi.waitFor(() => expect(jobs.state.value.jobs).toHaveLength(ENDED_JOBS + 1));
    expect(jobs.state.value.jobs[0]?.id).toBe(running.id);
    expect(jobs.state.value.jobs[1]).toMatchObject({ about: { version: '3' } });
  });

  it('has no steps of a job that is not there', () => {
    expect(() => jobs.steps('another')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });
});

describe('the end of the engine', () => {
  it('cancels all jobs and waits for them', async () => {
    const handles = [start(obedient), start(obedient)];
    await jobs.dispose();
    for (const { id } of handles) expect(find(id)?.status.state).toBe('cancelled');
  });

  it('does not wait for ever for one that refuses to end, and says so', async () => {
    const { work, end } = deaf();
    const { id } = start(work);
    await jobs.dispose();
    expect(error).toHaveBeenCalledWith('a job did not end in time', { job: id, kind: 'installEtcd' });
    end();
  });

  it('leaves no job that starts too late', async () => {
    await jobs.dispose();
    expect(await start(obedient).ended).toMatchObject({ state: 'cancelled' });
  });
});
