import { expect, test } from 'vitest';
import {
  clampOffset,
  elementHeight,
  MAX_HEIGHT_PX,
  maxOffset,
  offsetShowing,
  rowAfterKey,
  rowsAt,
  scaleOf,
} from './virtual-window';

const short = { length: 1000, rowHeight: 20, viewport: 200 };
const long = { length: 10_000_000, rowHeight: 24, viewport: 600 };
const empty = { length: 0, rowHeight: 20, viewport: 200 };

test('only the rows in sight are drawn, with a few beyond each edge', () => {
  const { from, to } = rowsAt(5000, short);
  expect(from).toBeLessThan(250);
  expect(from).toBeGreaterThan(240);
  expect(to).toBeGreaterThan(260);
  expect(to).toBeLessThan(270);
});

test('no row outside of the list is drawn', () => {
  expect(rowsAt(0, short).from).toBe(0);
  expect(rowsAt(maxOffset(short), short).to).toBe(1000);
  expect(rowsAt(0, empty)).toEqual({ from: 0, to: 0 });
  expect(rowsAt(1e9, short)).toEqual({ from: 1000, to: 1000 });
});

test('a short list scrolls one to one', () => {
  expect(elementHeight(short)).toBe(20_000);
  expect(scaleOf(short)).toBe(1);
});

test('a list of ten million rows stays under the height that browsers allow, and its ends meet', () => {
  expect(elementHeight(long)).toBe(MAX_HEIGHT_PX);
  const endOfBar = elementHeight(long) - long.viewport;
  expect(endOfBar * scaleOf(long)).toBeCloseTo(maxOffset(long), 3);
  expect(rowsAt(maxOffset(long), long).to).toBe(10_000_000);
});

test('a list that fits does not scroll', () => {
  const few = { length: 3, rowHeight: 20, viewport: 200 };
  expect(maxOffset(few)).toBe(0);
  expect(scaleOf(few)).toBe(1);
  expect(clampOffset(500, few)).toBe(0);
});

test('showing a row moves no further than it must', () => {
  expect(offsetShowing(12, 200, short)).toBe(200);
  expect(offsetShowing(5, 200, short)).toBe(100);
  expect(offsetShowing(30, 200, short)).toBe(420);
  expect(offsetShowing(999, 0, short)).toBe(maxOffset(short));
});

test.each([
  ['ArrowDown', null, 0],
  ['ArrowDown', 999, 999],
  ['ArrowUp', null, 999],
  ['ArrowUp', 0, 0],
  ['PageDown', 10, 19],
  ['PageUp', 10, 1],
  ['PageUp', 3, 0],
  ['Home', 500, 0],
  ['End', 500, 999],
  ['x', 500, null],
])('%s from row %s leads to %s', (key, active, to) => {
  expect(rowAfterKey(key, active, short)).toBe(to);
});

test('no key leads anywhere in an empty list', () => {
  expect(rowAfterKey('End', null, empty)).toBeNull();
});
