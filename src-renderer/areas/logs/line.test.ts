import type { LogRow } from '@shared/contract/logs';
import { describe, expect, it } from 'vitest';
import { asJson, fieldsLine, messageLine, pieces, prettyValue } from './line';

const row: LogRow = {
  seq: 7,
  node: 'n1',
  at: '2026-11-23T10:00:00.123456Z',
  level: 'warn',
  message: 'slow\n\t request',
  caller: 'v3rpc/util.go:1',
  fields: [
    { name: 'took', value: '"1.2s"' },
    { name: 'lease', value: '7587890416431104773' },
    { name: 'urls', value: '["a","b"]' },
  ],
};

describe('a row of the log', () => {
  it('is one line: strings without quotes, line ends and tabs as spaces, no longer than can be seen', () => {
    expect(messageLine(row)).toBe('slow request');
    expect(fieldsLine(row)).toBe('took=1.2s  lease=7587890416431104773  urls=["a","b"]');
    expect(messageLine({ ...row, message: 'x'.repeat(65_536) })).toHaveLength(600);
    expect(fieldsLine({ ...row, fields: [{ name: 'f', value: `"${'x'.repeat(9000)}"` }] })).toHaveLength(600);
  });

  it('copies characters that would reorder it as they are', () => {
    const sly: LogRow = { ...row, message: 'ok \u202efailed', fields: [{ name: 'by', value: '"a\u202eb"' }] };
    expect(JSON.parse(asJson(sly))).toMatchObject({ msg: 'ok \u202efailed', by: 'a\u202eb' });
  });

  it('is copied as JSON with every digit', () => {
    expect(asJson(row)).toContain('"lease": 7587890416431104773');
    expect(JSON.parse(asJson(row))).toMatchObject({
      node: 'n1',
      level: 'warn',
      ts: '2026-11-23T10:00:00.123456Z',
      msg: 'slow\n\t request',
      caller: 'v3rpc/util.go:1',
      took: '1.2s',
      urls: ['a', 'b'],
    });
    expect(JSON.parse(asJson({ ...row, at: null, caller: null, fields: [] }))).toEqual({
      node: 'n1',
      level: 'warn',
      msg: 'slow\n\t request',
    });
  });
});

it.each([
  ['"a\\n\\tb"', 'a\n\tb'],
  ['["a"]', '[\n  "a"\n]'],
  ['{"id":7587890416431104773}', '{"id":7587890416431104773}'],
  ['3', '3'],
  ['not json', 'not json'],
])('the value %s reads %j', (json, pretty) => {
  expect(prettyValue(json)).toBe(pretty);
});

it.each([
  ['became Leader, leader', 'LEADER', ['became ', '[Leader]', ', ', '[leader]']],
  ['leader', 'leader', ['[leader]']],
  ['leader', 'x', ['leader']],
  ['leader', '', ['leader']],
  ['', 'x', ['']],
  ['İx', 'x', ['İx']],
])('what is searched for is marked: %j, %j', (text, search, expected) => {
  expect(pieces(text, search).map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))).toEqual(expected);
});
