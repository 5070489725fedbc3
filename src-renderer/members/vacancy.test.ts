import { expect, test } from 'vitest';
import { sampleRow, sampleStatus, unreachable } from './sample';
import { vacancyOf } from './vacancy';

const refused = {
  failure: {
    code: 'ENDPOINT_UNREACHABLE',
    data: { endpoint: 'http://e', reason: { kind: 'refused' } },
  },
} as const;
const leaderless = (index: number) => sampleRow(index, { status: sampleStatus(index, { leader: null }) });

test('nobody knows who leads when no member answers', () => {
  expect(vacancyOf([])).toBe('unknown');
  expect(vacancyOf([sampleRow(0, refused), sampleRow(1, { ...refused, status: null })])).toBe('unknown');
});

test('there is no leader when those that answer know of none, or name one whose process is gone', () => {
  expect(vacancyOf([leaderless(1), leaderless(2)])).toBe('none');
  expect(vacancyOf([sampleRow(0, unreachable), sampleRow(1)])).toBe('none');
});

test('a leader that its followers name and that does not answer is silent', () => {
  expect(vacancyOf([sampleRow(0, refused), sampleRow(1), sampleRow(2)])).toBe('silent');
});
