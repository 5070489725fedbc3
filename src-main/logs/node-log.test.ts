import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DisposableStore } from '../base/lifecycle';
import type { NodeLogOptions } from './node-log';
import { NodeLog } from './node-log';

let folder = '';
let file = '';
let store: DisposableStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-log-'));
  file = join(folder, 'etcd.log');
  store = new DisposableStore();
});

afterEach(async () => {
  await store.dispose();
  rmSync(folder, { recursive: true });
});

function follow(options: Partial<NodeLogOptions> = {}): NodeLog {
  return store.add(new NodeLog({ file, node: 'n1', ...options }));
}

function messages(log: NodeLog): string[] {
  return Array.from({ length: log.next - log.first }, (_, i) => log.entry(log.first + i)?.row.message ?? '?');
}

function json(message: string, level = 'info', at = '2026-11-23T10:00:00.000001Z'): string {
  return `${JSON.stringify({ level, ts: at, msg: message })}\n`;
}

/** Waits until the log has those messages, without calling `flush`: relies on the system's reports. */
function untilMessages(log: NodeLog, expected: readonly string[]) {
  return vi.waitFor(() => expect(messages(log)).toEqual(expected), { timeout: 5000, interval: 5 });
}

describe('a node log', () => {
  it('lets other work have its turn in a file of very short lines', async () => {
    writeFileSync(file, '\n'.repeat(1_000_000));
    const log = follow({ capacity: 1000 });
    let [inThisTurn, most] = [0, 0];
    store.add(log.onRecord(() => (most = Math.max(most, ++inThisTurn))));
    const turns = setInterval(() => (inThisTurn = 0));
    await log.flush();
    clearInterval(turns);
    expect([log.next, most < 50_000]).toEqual([1_000_000, true]);
  });

  it('has what was written before it and tells of each line after', async () => {
    writeFileSync(file, json('one') + json('two'));
    const log = follow();
    await log.flush();
    expect(messages(log)).toEqual(['one', 'two']);
    const heard: string[] = [];
    store.add(log.onRecord((record) => heard.push(`${record.node} ${record.seq} ${record.message}`)));
    appendFileSync(file, json('three') + json('four'));
    await vi.waitFor(() => expect(heard).toEqual(['n1 2 three', 'n1 3 four']), { timeout: 5000 });
  });

  it('waits for a file, and for a folder, that are not there yet', async () => {
    file = join(folder, 'later', 'etcd.log');
    const log = follow();
    await log.flush();
    expect(messages(log)).toEqual([]);
    mkdirSync(join(folder, 'later'));
    writeFileSync(file, json('born'));
    await untilMessages(log, ['born']);
    appendFileSync(file, json('grown'));
    await untilMessages(log, ['born', 'grown']);
  });

  it('reads a truncated file from its start', async () => {
    writeFileSync(file, json('old one') + json('old two'));
    const log = follow();
    await log.flush();
    truncateSync(file);
    await log.flush();
    appendFileSync(file, json('new'));
    await untilMessages(log, ['old one', 'old two', 'new']);
  });

  it('loses no line when the file is rotated away', async () => {
    writeFileSync(file, json('one'));
    const log = follow();
    await log.flush();
    appendFileSync(file, json('two'));
    renameSync(file, `${file}.1`);
    appendFileSync(`${file}.1`, json('three'));
    writeFileSync(file, json('four'));
    await untilMessages(log, ['one', 'two', 'three', 'four']);
  });

  it('goes on when its folder is deleted and made again', async () => {
    file = join(folder, 'node', 'etcd.log');
    mkdirSync(join(folder, 'node'));
    writeFileSync(file, json('before'));
    const log = follow();
    await untilMessages(log, ['before']);
    rmSync(join(folder, 'node'), { recursive: true });
    await log.flush();
    mkdirSync(join(folder, 'node'));
    writeFileSync(file, json('after'));
    await untilMessages(log, ['before', 'after']);
  });

  it('holds a line back until its end is written, and shows it in the tail meanwhile', async () => {
    const line = json('grüße');
    const bytes = Buffer.from(line);
    const middle = bytes.indexOf('ü') + 1;
    writeFileSync(file, bytes.subarray(0, middle));
    const log = follow();
    await log.flush();
    expect(messages(log)).toEqual([]);
    expect(log.tail(1)[0]).toMatch(/^\{"level"/);
    appendFileSync(file, bytes.subarray(middle));
    await log.flush();
    expect(messages(log)).toEqual(['grüße']);
    expect(log.tail(5)).toEqual([line.trimEnd()]);
  });

  it('gives the last lines as they were written', async () => {
    const lines = Array.from({ length: 900 }, (_, i) => `line ${i}`);
    writeFileSync(file, `${lines.join('\n')}\nunfinished`);
    const log = follow();
    await log.flush();
    expect(log.tail(3)).toEqual(['line 898', 'line 899', 'unfinished']);
    expect(log.tail(10_000)).toHaveLength(200);
    expect(log.tail(0)).toEqual([]);
  });

  it('counts what falls out, and goes on counting lines', async () => {
    const log = follow({ capacity: 100 });
    writeFileSync(file, Array.from({ length: 250 }, (_, i) => json(`m${i}`)).join(''));
    await log.flush();
    expect(log.next).toBe(250);
    expect(log.next - log.first).toBeLessThanOrEqual(110);
    expect(log.dropped).toBe(log.first);
    expect(log.entry(log.first - 1)).toBeUndefined();
    expect(log.entry(249)?.row).toMatchObject({ seq: 249, message: 'm249' });
  });

  it('reads only the end of a large file, from a whole line on, and counts the lines before it', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => json(`message number ${i}`));
    writeFileSync(file, lines.join(''));
    const log = follow({ startBytes: 100_000 });
    await log.flush();
    const read = messages(log);
    expect(read.length).toBeLessThan(2000);
    expect(read).toEqual(lines.slice(-read.length).map((line) => (JSON.parse(line) as { msg: string }).msg));
    await vi.waitFor(() => expect(log.dropped + read.length).toBe(20_000), { timeout: 5000 });
  });

  it('keeps the beginning of a line without measure, and says how much it cut', async () => {
    writeFileSync(file, `${'x'.repeat(1_000_000)}\n${json('next')}`);
    const log = follow();
    await log.flush();
    expect(log.entry(0)?.row.message).toHaveLength(65_536);
    expect(log.entry(0)?.row.fields).toEqual([{ name: 'bytes-cut', value: String(1_000_000 - 65_536) }]);
    expect(log.entry(1)?.row.message).toBe('next');
  });

  it('tells of a batch once', async () => {
    writeFileSync(file, Array.from({ length: 500 }, (_, i) => json(`m${i}`)).join(''));
    const log = follow();
    const changed = vi.fn();
    store.add(log.onChange(changed));
    await log.flush();
    expect(log.next).toBe(500);
    expect(changed).toHaveBeenCalledTimes(1);
  });

  it('gives the lines of a panic its level, and the time of the line before as their order', async () => {
    writeFileSync(file, `${json('m', 'panic')}panic: m\n\ngoroutine 1 [running]:\n${json('restarted')}`);
    const log = follow();
    await log.flush();
    const rows = [0, 1, 2, 3, 4].map((seq) => log.entry(seq));
    expect(rows.map((entry) => entry?.row.level)).toEqual(['fatal', 'error', 'error', 'error', 'info']);
    expect(new Set(rows.map((entry) => entry?.order)).size).toBe(1);
  });

  it('puts lines before any time with the first line that has one', async () => {
    writeFileSync(file, `Usage:\n  etcd\n${json('m')}`);
    const log = follow();
    await log.flush();
    expect(log.entry(0)?.order).toBe(log.entry(2)?.order);
  });

  it('says once that the log cannot be read', async () => {
    mkdirSync(file);
    const log = follow();
    await log.flush();
    await log.flush();
    expect(messages(log)).toHaveLength(1);
    expect(log.entry(0)?.row.level).toBe('error');
    expect(log.entry(0)?.row.message).toContain('EISDIR');
  });

  it('is silent once disposed of', async () => {
    writeFileSync(file, json('one'));
    const log = follow();
    const heard = vi.fn();
    log.onRecord(heard);
    await log.dispose();
    heard.mockClear();
    appendFileSync(file, json('two'));
    await log.flush();
    expect(heard).not.toHaveBeenCalled();
  });
});
