import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endedAs, fateOf } from './node-fate';
import type { NodeFate } from '../record/record';

const at = '2026-11-23T17:00:00.000Z';
const none = { kind: 'none' } as const;
const taken = '{"level":"fatal","msg":"discovery failed","error":"bind: address already in use"}';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-test-fate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The state of a node whose process ended like this, with `line` as its log. */
function ended(end: Parameters<typeof fateOf>[1], line = '{"level":"info","msg":"bye"}') {
  const run = { folder, logFile: join(folder, 'etcd.log'), logOffset: 0 };
  writeFileSync(run.logFile, `${line}\n`);
  return endedAs(fateOf(none, end, at, run), run);
}

describe('the end of a node', () => {
  it('is told by how it came', () => {
    expect(ended({ kind: 'exited', code: 2 })).toMatchObject({ how: 'itself', code: 2 });
    expect(ended({ kind: 'unseen' })).toMatchObject({ how: 'unseen', code: null });
    expect(ended({ kind: 'missed' })).toMatchObject({ how: 'missed', code: null });
    expect(ended({ kind: 'signalled', signal: 'SIGKILL' })).toMatchObject({ kind: 'crashed', byUs: false });
  });

  it('is an error only when its code or its log says so', () => {
    expect(ended({ kind: 'exited', code: 1 })).toMatchObject({ reason: { trouble: 'other' } });
    expect(ended({ kind: 'exited', code: 0 })).toMatchObject({ reason: null });
    expect(ended({ kind: 'unseen' })).toMatchObject({ reason: null });
    expect(ended({ kind: 'missed' })).toMatchObject({ reason: null });
    expect(ended({ kind: 'missed' }, taken)).toMatchObject({ reason: { trouble: 'port-taken' } });
  });

  it('is read off the records of the first apps, too', () => {
    const run = { folder, logFile: join(folder, 'none'), logOffset: 0 };
    const reason = { trouble: 'other', detail: '' } as const;
    const old: NodeFate = { kind: 'exited', code: null, at, reason };
    expect(endedAs(old, run)).toMatchObject({ how: 'unseen', reason: null });
    expect(endedAs({ ...old, code: 1 }, run)).toMatchObject({ how: 'itself', reason });
  });
});
