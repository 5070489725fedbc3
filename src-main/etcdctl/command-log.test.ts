import { describe, expect, it } from 'vitest';
import { Failure } from '../base/failure';
import { recorded, type RecordedAction } from '../base/recorder';
import { CommandLog } from './command-log';
import { CommandView } from './command-view';

const demo = { kind: 'local', cluster: 'demo' } as const;
const other = { kind: 'local', cluster: 'other' } as const;
const everything = { connection: null, area: null, search: '' };

function put(key: string, rest: Partial<RecordedAction> = {}): RecordedAction {
  return { connection: demo, area: 'keys', command: { words: ['put'], args: [key, 'v'] }, ...rest };
}

describe('the command log', () => {
  it('keeps the latest in bounds, and counts what fell out', () => {
    const log = new CommandLog({ entries: 3, bytes: 1e6 });
    const view = new CommandView(log, everything);
    for (let at = 0; at < 10; at++) log.record(put(`k${at}`), null);
    expect(view.rows(0, 10).map((row) => row.start)).toEqual([
      'etcdctl put k7 v',
      'etcdctl put k8 v',
      'etcdctl put k9 v',
    ]);
    expect(view).toMatchObject({ length: 3, dropped: 7 });
    expect(log.entry(6)).toBeNull();
    expect(log.entry(7)?.line).toBe('etcdctl put k7 v');
  });

  it('is bounded by bytes too, and keeps the last command whatever its size', () => {
    const log = new CommandLog({ entries: 100, bytes: 5000 });
    log.record(put('a'), null);
    log.record(put('b'.repeat(20_000)), null);
    expect(log.entries.map((entry) => entry.seq)).toEqual([1]);
    expect(new CommandView(log, everything).rows(0, 1)[0]).toMatchObject({ length: 20_014 });
  });

  it('keeps its rows when large values are saved: it has the start of each, and says that the line cannot be run', () => {
    const log = new CommandLog();
    for (let at = 0; at < 20; at++) log.record(put(`k${at}`), null);
    const value = Buffer.alloc(5 * 1024 * 1024, '\u00e4');
    const guarded = {
      words: ['txn'],
      stdin: `mod("k") = "3"\n\nput "k" "${'v'.repeat(1_400_000)}"\n\nget "k"\n\n`,
    };
    log.record(put('', { command: { words: ['put'], args: ['large', value] } }), null);
    log.record(put('', { command: guarded }), null);
    const rows = new CommandView(log, everything).rows(0, 50);
    expect(rows).toHaveLength(22);
    expect(rows.map(({ hindrance }) => hindrance).slice(19)).toEqual([null, 'cut', 'cut']);
    expect(log.entry(20)?.line).toBe(`etcdctl put large '${'\u00e4'.repeat(500)}'`);
    expect(log.entry(21)?.line).toContain('put "k" "vvv');
  });

  it('records how an action ended, and lets the end through', async () => {
    const log = new CommandLog();
    expect(await recorded(log, put('a'), () => Promise.resolve(5))).toBe(5);
    const refused = new Failure('KEY_EMPTY', {});
    await expect(recorded(log, put(''), () => Promise.reject(refused))).rejects.toBe(refused);
    expect(log.entries.map((entry) => entry.failure)).toEqual([null, { code: 'KEY_EMPTY', data: {} }]);
  });

  it('shows of a filter what matches, and tells nobody of what does not', () => {
    const log = new CommandLog();
    const view = new CommandView(log, { connection: demo, area: 'keys', search: 'APP' });
    let told = 0;
    const subscription = view.onChange(() => told++);
    log.record(put('/app/1'), null);
    log.record(put('/app/2', { connection: other }), null);
    log.record(put('/app/3', { area: 'leases' }), null);
    log.record(put('/sys'), null);
    expect(view.rows(0, 9).map((row) => row.seq)).toEqual([0]);
    expect(told).toBe(1);
    void subscription.dispose();
  });
});
