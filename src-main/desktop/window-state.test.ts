import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { beside, placeWindow, readWindowState, type WindowState, writeWindowState } from './window-state';

const left = { x: 0, y: 0, width: 1920, height: 1040 };
const right = { x: 1920, y: 0, width: 2560, height: 1400 };
const at = (x: number, y: number, width = 1000, height = 700): WindowState => ({
  bounds: { x, y, width, height },
  maximized: false,
});

it.each([
  ['a window opens where it was left', at(100, 50), [left], { x: 100, y: 50, width: 1000, height: 700 }],
  ['on the second display too', at(2500, 50), [left, right], { x: 2500, y: 50, width: 1000, height: 700 }],
  ['in the middle when its display is gone', at(2500, 50), [left], { width: 1280, height: 800 }],
  ['in the middle at the first start', null, [left], { width: 1280, height: 800 }],
  [
    'within its display when it hung over the edge',
    at(1700, 900),
    [left],
    { x: 920, y: 340, width: 1000, height: 700 },
  ],
  ['no larger than its display', at(0, 0, 5000, 3000), [left], { x: 0, y: 0, width: 1920, height: 1040 }],
  ['no smaller than is of use', at(0, 0, 10, 10), [left], { width: 1280, height: 800 }],
  ['somewhere even without any display', null, [], { width: 1280, height: 800 }],
] as const)('%s', (_name, state, areas, expected) => {
  expect(placeWindow(state, areas)).toEqual({ ...expected, maximized: false });
});

it('a second window does not cover the first', () => {
  expect(beside(at(100, 50)).bounds).toEqual({ x: 128, y: 78, width: 1000, height: 700 });
});

it('a state survives on disk, and one that cannot be read is none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-window-'));
  const file = join(folder, 'window.json');
  try {
    expect(readWindowState(file)).toBeNull();
    writeWindowState(file, at(1, 2));
    expect(readWindowState(file)).toEqual(at(1, 2));
    await writeFile(file, '{"bounds":');
    expect(readWindowState(file)).toBeNull();
  } finally {
    await rm(folder, { recursive: true });
  }
});
