import type { Job, JobLog, JobsState } from '@shared/contract/jobs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Failure } from '../../src-main/base/failure';
import { silentLog } from '../../src-main/base/log';
import { jobsArea } from '../../src-main/jobs/area';
import { Jobs } from '../../src-main/jobs/jobs';
import type { JobReport } from '../../src-main/jobs/running-job';
import { implementer } from '../../src-main/rpc/implementer';
import { until } from '../support/until';
import { type Client, type Link, type Served, transports } from './transports';

/** Work that the test controls step by step, and that ends when it is told to. */
function ledWork() {
  let report: JobReport<'installEtcd'> | null = null;
  let done: (result: { path: string }) => void = () => undefined;
  let failed: (error: Error) => void = () => undefined;
  const work = (given: JobReport<'installEtcd'>) => {
    report = given;
    return new Promise<{ path: string }>((resolve, reject) => {
      [done, failed] = [resolve, reject];
      given.signal.addEventListener('abort', () => reject(new Failure('CANCELLED', { action: 'download' })));
    });
  };
  return {
    work,
    step: (host: string) => report?.step('downloading', { host }),
    progress: (bytes: number) => report?.progress({ done: bytes, total: 100, unit: 'bytes' }),
    done: () => done({ path: '/etcd' }),
    fail: (error: Error) => failed(error),
  };
}

describe.each(transports)('jobs over %s', (_name, serve) => {
  let jobs: Jobs;
  let served: Served;
  let link: Link;
  let led: ReturnType<typeof ledWork>;
  let id: string;
  const abort = { current: new AbortController() };

  beforeEach(async () => {
    abort.current = new AbortController();
    jobs = new Jobs({ log: silentLog });
    served = await serve({ jobs: jobsArea({ jobs }, implementer(silentLog).jobs).router });
    link = await served.connect();
    led = ledWork();
    id = jobs.run({
      kind: 'installEtcd',
      about: { version: '3.6.14' },
      connection: null,
      work: led.work,
    }).id;
  });
  afterEach(async () => {
    abort.current.abort();
    await served.dispose();
    await jobs.dispose();
  });

  /** The latest value of a stream, followed until the test ends. */
  function follow<T>(stream: AsyncIterable<T>): { value: T | null } {
    const seen: { value: T | null } = { value: null };
    void (async () => {
      for await (const value of stream) seen.value = value;
    })().catch(() => undefined);
    return seen;
  }

  async function watch({ jobs: procedures }: Client) {
    const { signal } = abort.current;
    const seen = follow<JobsState>(await procedures.watch({}, { signal }));
    return (): Job | null => seen.value?.jobs[0] ?? null;
  }

  it('a job goes on while no window is there, and a window that comes back sees all of it', async () => {
    const before = await watch(link.client);
    led.progress(10);
    await until('the window sees it', () => before()?.progress?.done === 10);
    link.drop();
    led.step('a.example');
    led.progress(60);
    const { client } = await served.connect();
    const after = await watch(client);
    await until('the other window sees it', () => after()?.progress?.done === 60);
    expect(after()).toMatchObject({
      id,
      kind: 'installEtcd',
      about: { version: '3.6.14' },
      step: { code: 'downloading', data: { host: 'a.example' } },
      status: { state: 'running', cancelling: false },
    });
    led.done();
    await until('it sees the end', () => after()?.status.state === 'done');
    expect(after()?.status).toMatchObject({ result: { path: '/etcd' } });
  });

  it('a window cancels a job, and hears of it when that has ended', async () => {
    const seen = await watch(link.client);
    await link.client.jobs.cancel({ job: id });
    expect(jobs.state.value.jobs[0]?.status.state).toBe('cancelled');
    await until('the window sees it', () => seen()?.status.state === 'cancelled');
  });

  it('a failure crosses with its data, a bug with its details', async () => {
    const seen = await watch(link.client);
    led.fail(new Failure('DISK_FULL', { path: '/full' }));
    await until('it failed', () => seen()?.status.state === 'failed');
    expect(seen()?.status).toMatchObject({
      trouble: { kind: 'failure', failure: { code: 'DISK_FULL', data: { path: '/full' } } },
    });
    await link.client.jobs.dismissEnded();
    const work = () => Promise.reject(new Error('a bug of ours'));
    jobs.run({ kind: 'installEtcdPackage', about: { command: 'apt-get' }, connection: null, work });
    await until('the other is there', () => seen()?.kind === 'installEtcdPackage');
    const detail = expect.stringContaining('a bug of ours') as string;
    await until('it is told', () => seen()?.status.state === 'failed');
    expect(seen()?.status).toMatchObject({ trouble: { kind: 'bug', detail } });
  });

  it('the steps of a job can be followed, and are NOT_FOUND for one that is not there', async () => {
    const { client } = link;
    led.step('a.example');
    const { signal } = abort.current;
    const log = follow<JobLog>(await client.jobs.steps({ job: id }, { signal }));
    await until('the first is there', () => log.value?.steps.length === 1);
    led.step('b.example');
    await until('the next comes', () => log.value?.steps.length === 2);
    expect(log.value).toMatchObject({ dropped: 0, steps: [{ data: { host: 'a.example' } }, {}] });
    const missing = async () => (await client.jobs.steps({ job: 'another' })).next();
    await expect(missing()).rejects.toMatchObject({ code: 'NOT_FOUND', data: { what: 'job' } });
  });

  it('a job that ended is forgotten when it is dismissed, and one that runs is not', async () => {
    const { client } = link;
    const seen = await watch(client);
    await client.jobs.dismiss({ job: id });
    await until('it is still there', () => seen()?.id === id);
    led.done();
    await until('it is done', () => seen()?.status.state === 'done');
    await client.jobs.dismiss({ job: id });
    await until('it is gone', () => seen() === null);
  });
});
