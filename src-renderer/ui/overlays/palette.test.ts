import { expect, test } from 'vitest';
import { matchItems } from './palette';

const items = [
  { id: 'dock', title: 'Open or collapse the dock', group: 'View' },
  { id: 'settings', title: 'Show Settings', group: 'View' },
  { id: 'stop', title: 'Stop the cluster', group: 'Cluster' },
  { id: 'test', title: 'Switch to contest', group: 'Cluster' },
];
const ids = (filter: string) => matchItems(items, filter).map(({ id }) => id);

test('nothing typed shows everything as it is', () => {
  expect(matchItems(items, '  ')).toBe(items);
});

test('every word must be found, in title or group', () => {
  expect(ids('cluster to')).toEqual(['test', 'stop']);
  expect(ids('show dock')).toEqual([]);
});

test('a title that starts so comes first, then words that do, then the rest', () => {
  expect(ids('s')).toEqual(['settings', 'stop', 'test', 'dock']);
  expect(ids('sto')).toEqual(['stop']);
  expect(ids('set')).toEqual(['settings']);
});

test('upper and lower case are the same', () => {
  expect(ids('STOP')).toEqual(['stop']);
});
