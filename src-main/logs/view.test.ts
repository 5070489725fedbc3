import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LogQuery } from '@shared/contract/logs';
import { DisposableStore } from '../base/lifecycle';
import { NodeLog } from './node-log';
import { LogView } from './view';

let folder = '';
let store: DisposableStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-view-'));
  store = new DisposableStore();
});

afterEach(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true });
});

interface Written {
  readonly second: number;
  readonly message: string;
  readonly level?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

function text(lines: readonly Written[]): string {
  return lines
    .map(({ second, message, level = 'info', more = {} }) => {
      const ts = new Date(Date.UTC(2026, 10, 23) + second * 1000).toISOString();
      return `${JSON.stringify({ level, ts, caller: 'raft/raft.go:1', msg: message, ...more })}\n`;
    })
    .join('');
}

async function logOf(node: string, lines: readonly Written[], capacity?: number): Promise<NodeLog> {
  writeFileSync(join(folder, node), text(lines));
  const log = store.add(
    new NodeLog({ file: join(folder, node), node, ...(capacity === undefined ? {} : { capacity }) }),
  );
  await log.flush();
  return log;
}

async function write(log: NodeLog, lines: readonly Written[]): Promise<void> {
  appendFileSync(join(folder, log.node), text(lines));
  await log.flush();
}

function view(logs: readonly NodeLog[], query: Partial<Pick<LogQuery, 'minLevel' | 'search'>> = {}): LogView {
  return store.add(new LogView(logs, { minLevel: 'debug', search: '', ...query }));
}

function shown(list: LogView): string[] {
  return list.rows(0, list.length).map((row) => `${row.node} ${row.message}`);
}

describe('a view on logs', () => {
  it('merges nodes by time, and puts a line that comes late where it belongs', async () => {
    const n1 = await logOf('n1', [
      { second: 1, message: 'a' },
      { second: 4, message: 'd' },
    ]);
    const n2 = await logOf('n2', [{ second: 2, message: 'b' }]);
    const list = view([n1, n2]);
    expect(shown(list)).toEqual(['n1 a', 'n2 b', 'n1 d']);
    await write(n2, [
      { second: 3, message: 'c' },
      { second: 4, message: 'e' },
    ]);
    expect(shown(list)).toEqual(['n1 a', 'n2 b', 'n2 c', 'n1 d', 'n2 e']);
  });

  it('keeps the order of the file within a node', async () => {
    const n1 = await logOf('n1', [
      { second: 5, message: 'first' },
      { second: 4, message: 'second' },
    ]);
    expect(shown(view([n1]))).toEqual(['n1 first', 'n1 second']);
  });

  it('shows lines of a level and above', async () => {
    const levels = ['debug', 'info', 'warn', 'error', 'panic', 'fatal'];
    const n1 = await logOf(
      'n1',
      levels.map((level, second) => ({ second, level, message: level })),
    );
    expect(shown(view([n1], { minLevel: 'error' }))).toEqual(['n1 error', 'n1 panic', 'n1 fatal']);
    expect(shown(view([n1], { minLevel: 'info' }))).toHaveLength(5);
  });

  it.each([
    ['BECAME', ['n1 became leader']],
    ['peer=8e9E', ['n1 probe']],
    ['raft.go', ['n1 became leader', 'n1 probe']],
    ['nothing has this', []],
  ])('searches message, fields and caller without regard to case: %s', async (search, expected) => {
    const n1 = await logOf('n1', [
      { second: 1, message: 'became leader' },
      { second: 2, message: 'probe', more: { peer: '8e9e' } },
    ]);
    expect(shown(view([n1], { search }))).toEqual(expected);
  });

  it('tells of a line that matches as soon as it is read, and not of others', async () => {
    const n1 = await logOf('n1', []);
    const list = view([n1], { minLevel: 'warn' });
    const changed = vi.fn();
    store.add(list.onChange(changed));
    const { version } = list;
    await write(n1, [{ second: 1, message: 'quiet' }]);
    expect(changed).not.toHaveBeenCalled();
    expect(list.version).toBe(version);
    await write(n1, [{ second: 2, message: 'loud', level: 'error' }]);
    expect(changed).toHaveBeenCalledTimes(1);
    expect(list.version).toBe(version + 1);
    expect(shown(list)).toEqual(['n1 loud']);
  });

  it('lets go of what falls out of a log, wherever it stands, and counts it', async () => {
    const lines = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ second: from + i, message: `m${from + i}` }));
    const n1 = await logOf('n1', lines(100, 50), 50);
    const n2 = await logOf('n2', [{ second: 1, message: 'old' }]);
    const list = view([n1, n2]);
    expect([list.length, list.dropped]).toEqual([51, 0]);
    await write(n1, lines(150, 30));
    expect(list.length + list.dropped).toBe(81);
    expect(list.dropped).toBe(n1.first);
    expect(shown(list)[0]).toBe('n2 old');
    expect(shown(list)[1]).toBe(`n1 m${100 + n1.first}`);
    const later = view([n1, n2], { search: 'old' });
    expect([later.length, later.dropped]).toEqual([1, n1.first]);
  });

  it('gives the rows asked for, clipped to what is there', async () => {
    const n1 = await logOf(
      'n1',
      [1, 2, 3].map((second) => ({ second, message: `m${second}` })),
    );
    const list = view([n1]);
    expect(list.rows(1, 2).map((row) => row.seq)).toEqual([1]);
    expect(list.rows(-5, 99)).toHaveLength(3);
    expect(list.rows(7, 9)).toEqual([]);
  });

  it('filters many lines in slices, none lost, none twice', async () => {
    const many = (offset: number) =>
      Array.from({ length: 15_000 }, (_, i) => ({ second: 2 * i + offset, message: `number ${i}` }));
    const logs = [await logOf('n1', many(0)), await logOf('n2', many(1))];
    const list = view(logs, { search: 'NUMBER' });
    await vi.waitFor(() => expect(list.length).toBe(30_000), { timeout: 5000, interval: 5 });
    const rows = list.rows(0, list.length);
    expect(new Set(rows.map((row) => `${row.node} ${row.seq}`)).size).toBe(30_000);
    expect(rows.every((row, i) => i === 0 || (rows[i - 1]?.at ?? '') <= (row.at ?? ''))).toBe(true);
  });

  it('hears of nothing once disposed of', async () => {
    const n1 = await logOf('n1', []);
    const list = view([n1]);
    await list.dispose();
    await write(n1, [{ second: 1, message: 'late' }]);
    expect(list.length).toBe(0);
  });
});
