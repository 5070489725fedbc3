import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reasonOf } from './trouble';

/** What etcd logged when the trouble was provoked, in files named VERSION/TROUBLE.CASE.log. */
const samples = join(__dirname, 'samples');
const files = readdirSync(samples).flatMap((version) =>
  readdirSync(join(samples, version)).map((name) => join(version, name)),
);

describe('the reason why a process ended', () => {
  it.each(files)('is read off %s', (file) => {
    const lines = readFileSync(join(samples, file), 'utf8').trimEnd().split('\n');
    const { trouble, detail } = reasonOf(lines);
    expect(trouble).toBe(basename(file).split('.')[0]);
    expect(detail).not.toBe('');
  });

  it('names the port that was taken', () => {
    const line =
      '{"level":"fatal","ts":"2026-11-23T17:17:21.764943Z","msg":"discovery failed","error":"listen tcp 127.0.0.1:23501: bind: address already in use"}';
    expect(reasonOf([line]).detail).toContain('127.0.0.1:23501');
  });

  it('is not that the data is damaged when a peer died', () => {
    const line =
      '{"level":"warn","msg":"lost TCP streaming connection with remote peer","error":"unexpected EOF"}';
    expect(reasonOf([line]).trouble).toBe('other');
  });

  it('is the panic itself when nobody knows it', () => {
    expect(reasonOf(['{"level":"info","msg":"a"}', 'panic: boom', 'goroutine 1 [running]:'])).toEqual({
      trouble: 'other',
      detail: 'panic: boom',
    });
  });

  it('is the last bad line, else the last line, else nothing', () => {
    const bad = '{"level":"error","msg":"refused","error":"for a reason"}';
    expect(reasonOf([bad, '{"level":"info","msg":"bye"}', '']).detail).toBe('refused: for a reason');
    expect(reasonOf(['{"level":"info","msg":"bye"}']).detail).toBe('bye');
    expect(reasonOf([])).toEqual({ trouble: 'other', detail: '' });
  });
});
