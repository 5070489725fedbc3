import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLogLine } from './record';

const samples = join(__dirname, 'samples');

describe('a line of etcd', () => {
  it('is read into time, level, message, caller and the other fields in their order', () => {
    const line =
      '{"level":"warn","ts":"2026-11-23T17:16:57.629696Z","logger":"raft","caller":"raft/raft.go:1","msg":"a \\"b\\"","peer":"8e9e","n":3,"urls":["http://x"],"o":{"a":"}"}}';
    expect(parseLogLine(line)).toEqual({
      at: '2026-11-23T17:16:57.629696Z',
      level: 'warn',
      message: 'a "b"',
      caller: 'raft/raft.go:1',
      fields: [
        { name: 'logger', value: '"raft"' },
        { name: 'peer', value: '"8e9e"' },
        { name: 'n', value: '3' },
        { name: 'urls', value: '["http://x"]' },
        { name: 'o', value: '{"a":"}"}' },
      ],
    });
  });

  it('keeps every digit of an integer above 2^53', () => {
    const { fields } = parseLogLine('{"level":"info","msg":"m","lease-id":7587890416431104773,"x":1}');
    expect(fields[0]).toEqual({ name: 'lease-id', value: '7587890416431104773' });
  });

  it.each([
    ['debug', 'debug'],
    ['info', 'info'],
    ['warn', 'warn'],
    ['error', 'error'],
    ['dpanic', 'error'],
    ['panic', 'fatal'],
    ['fatal', 'fatal'],
  ])('of zap level %s has level %s', (zap, level) => {
    expect(parseLogLine(`{"level":"${zap}","msg":"m"}`).level).toBe(level);
  });

  it('keeps what it cannot read of the known fields as fields', () => {
    const record = parseLogLine('{"level":7,"ts":"yesterday","caller":null,"msg":{"a":1}}');
    expect(record).toMatchObject({ level: 'info', at: null, caller: null, message: '' });
    expect(record.fields.map(({ name, value }) => `${name}=${value}`)).toEqual([
      'level=7',
      'ts="yesterday"',
      'caller=null',
      'msg={"a":1}',
    ]);
  });

  it('that was cut still tells its level and time', () => {
    const line = '{"level":"error","ts":"2026-11-23T17:16:57.629696Z","caller":"raft/ra';
    expect(parseLogLine(line)).toEqual({
      at: '2026-11-23T17:16:57.629696Z',
      level: 'error',
      message: line,
      caller: null,
      fields: [],
    });
  });
});

describe('a line that is not JSON', () => {
  it.each([
    'panic: failed to open database',
    'fatal error: all goroutines are asleep - deadlock!',
    'flag provided but not defined: -no-such-flag',
    'invalid value "x" for flag -heartbeat-interval: parse error',
  ])('%s is an error', (line) => {
    expect(parseLogLine(line)).toEqual({ at: null, level: 'error', message: line, caller: null, fields: [] });
  });

  it('of gRPC has the level that it begins with', () => {
    const line = 'WARNING: 2026/11/23 17:36:27 [core] grpc: addrConn.createTransport failed to connect';
    expect(parseLogLine(line, 'error')).toMatchObject({ at: null, level: 'warn', message: line });
  });

  it.each(['', '   ', 'Usage:', '{', '{}x', '[1]', '"text"', 'null', '{"level":'])(
    '%j is a message of the level around it',
    (line) => {
      expect(parseLogLine(line)).toMatchObject({ level: 'info', message: line, fields: [] });
      expect(parseLogLine(line, 'error')).toMatchObject({ level: 'error', message: line });
    },
  );
});

describe.each(readdirSync(samples))('%s', (file) => {
  const lines = readFileSync(join(samples, file), 'utf8').trimEnd().split('\n');
  const records = lines.map((line) => parseLogLine(line));

  it('is read line by line: JSON with time, message and caller, the rest as it is', () => {
    for (const [index, record] of records.entries()) {
      const line = lines[index] ?? '';
      if (line.startsWith('{')) {
        expect(record.at).toMatch(/^2026-11-23T17:\d\d:\d\d\.\d{6}Z$/);
        expect(record.caller).toMatch(/\.go:\d+$/);
        expect(record.message).not.toBe('');
        expect(fieldsAsJson(record.fields)).toEqual(otherFields(line));
      } else expect(record).toMatchObject({ at: null, message: line });
    }
  });

  it('has what the story of an election is read from', () => {
    const messages = records.map((record) => record.message);
    for (const pattern of [
      /^[0-9a-f]+ became (candidate|leader|follower) at term \d+$/,
      /^raft\.node: [0-9a-f]+ elected leader [0-9a-f]+ at term \d+$/,
      /^raft\.node: [0-9a-f]+ lost leader [0-9a-f]+ at term \d+$/,
      /is starting a new election at term \d+$/,
      /^panic: /,
    ]) {
      expect(messages.some((message) => pattern.test(message))).toBe(true);
    }
    expect(new Set(records.map((record) => record.level))).toContain('fatal');
  });
});

it('a time that is a number of seconds is one, in a truncated line, too', () => {
  const line = '{"level":"info","ts":1668157337.12,"caller":"raft/raft.go:1","msg":"lost"}';
  expect(parseLogLine(line)).toMatchObject({
    at: '2022-11-11T09:02:17.120000Z',
    message: 'lost',
    fields: [],
  });
  expect(parseLogLine(line.slice(0, 50)).at).toBe('2022-11-11T09:02:17.120000Z');
  expect(parseLogLine('{"level":"info","ts":1668157337,"msg":"a"}').at).toBe('2022-11-11T09:02:17.000000Z');
  const odd = parseLogLine('{"level":"info","ts":-1e99,"msg":"a"}');
  expect(odd).toMatchObject({ at: null, fields: [{ name: 'ts', value: '-1e99' }] });
});

function fieldsAsJson(fields: readonly { name: string; value: string }[]): unknown {
  return Object.fromEntries(fields.map(({ name, value }): [string, unknown] => [name, JSON.parse(value)]));
}

function otherFields(line: string): unknown {
  const all = Object.entries(JSON.parse(line) as Record<string, unknown>);
  return Object.fromEntries(all.filter(([name]) => !['level', 'ts', 'msg', 'caller'].includes(name)));
}
