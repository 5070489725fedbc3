import { type Job, jobKinds, type JobProgress, type JobStatus } from '@shared/contract/jobs';
import { describe, expect, it, test } from 'vitest';
import en from '../i18n/en/jobs';
import { bytesOf, jobOf } from './job.fixture';
import { amountText, leftText, rateText, roughTime, shareOf, titleOf, tookText } from './words';

test('every kind of job has a title for each state, and each of its steps a text', () => {
  const words: Readonly<Record<string, object>> = en.kind;
  for (const [kind, { steps }] of Object.entries(jobKinds))
    expect(words[kind]).toEqual({
      running: expect.any(String) as string,
      done: expect.any(String) as string,
      failed: expect.any(String) as string,
      cancelled: expect.any(String) as string,
      step: Object.fromEntries(Object.keys(steps).map((code) => [code, expect.any(String) as string])),
    });
});

test('a title says what is done, and how it ended', () => {
  expect(titleOf(jobOf())).toBe('Installing etcd 3.6.14');
  const endedAt = '2026-11-27T12:00:12.340Z';
  const done = jobOf({ status: { state: 'done', endedAt, result: { path: '/etcd' } } });
  expect(titleOf(done)).toBe('etcd 3.6.14 is ready');
  expect(tookText(done)).toBe('took 12.3 s');
  expect(tookText(jobOf())).toBe('');
});

test('a removal says how much of it was done, however it ended', () => {
  const removal = (status: JobStatus<'removePrefix'>): Job => ({
    ...jobOf({ progress: bytesOf({ unit: 'keys', done: 2000, total: 300_000 }) }),
    kind: 'removePrefix',
    about: { prefix: 'app/' },
    step: null,
    status,
  });
  const endedAt = '2026-11-27T12:00:12.340Z';
  const done = (count: number) =>
    titleOf(removal({ state: 'done', endedAt, result: { deleted: 300_000, count } }));
  expect(done(0)).toBe('Deleted 300,000 keys that started with app/. None is left to delete.');
  expect(done(1)).toBe('Deleted 300,000 keys that started with app/. One newer key is there now.');
  expect(done(1200)).toBe('Deleted 300,000 keys that started with app/. 1,200 newer keys are there now.');
  expect(titleOf(removal({ state: 'cancelled', endedAt }))).toBe(
    'Deleting app/ was cancelled: 2,000 of 300,000 keys deleted. The rest is still there.',
  );
});

describe('progress in words', () => {
  const keys = (change: Partial<JobProgress>) =>
    bytesOf({ unit: 'keys', done: 1204, total: null, ...change });

  it.each<[string, JobProgress, string]>([
    ['bytes of a total', bytesOf(), '5.0 MB of 20 MB'],
    ['bytes alone', bytesOf({ total: null }), '5.0 MB'],
    ['keys of a total', keys({ total: 20_000 }), '1,204 of 20,000 keys'],
    ['one key alone', keys({ done: 1 }), '1 key'],
    ['keys alone', keys({}), '1,204 keys'],
  ])('says how much: %s', (_case, progress, text) => {
    expect(amountText(progress)).toBe(text);
  });

  it.each<[string, JobProgress, string]>([
    ['bytes', bytesOf({ rate: 2_100_000 }), '2.1 MB/s'],
    ['many keys', keys({ rate: 1204.4 }), '1,204 keys/s'],
    ['few keys', keys({ rate: 2.54 }), '2.5 keys/s'],
    ['not known', bytesOf(), ''],
    ['nothing moves', bytesOf({ rate: 0 }), ''],
  ])('says how fast: %s', (_case, progress, text) => {
    expect(rateText(progress)).toBe(text);
  });

  it('says how long still, unless that is not known or over at once', () => {
    expect(leftText(bytesOf({ leftMs: 7500 }))).toBe('8 s left');
    expect(leftText(bytesOf())).toBe('');
    expect(leftText(bytesOf({ leftMs: 0 }))).toBe('');
  });

  it.each([
    [900, '1 s'],
    [59_000, '59 s'],
    [59_001, '1 min'],
    [61_000, '2 min'],
    [3_540_001, '1 h'],
    [4_800_000, '1 h 20 min'],
    [90_000_000, '25 h'],
  ])('rounds %i ms up to %s', (ms, text) => {
    expect(roughTime(ms)).toBe(text);
  });

  it.each<[string, JobProgress | null, number | null]>([
    ['a quarter', bytesOf(), 0.25],
    ['no more than all', bytesOf({ done: 30_000_000 }), 1],
    ['nothing that is measured', null, null],
    ['no total', bytesOf({ total: null }), null],
    ['nothing to do', bytesOf({ total: 0 }), null],
  ])('has the share of %s', (_case, progress, share) => {
    expect(shareOf(progress)).toBe(share);
  });
});
