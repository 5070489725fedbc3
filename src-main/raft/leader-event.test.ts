import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseLogLine } from '../logs/record';
import { leaderEvent } from './leader-event';

const logs = join(__dirname, '..', 'logs', 'samples');

describe.each(['3.4', '3.5', '3.6', '3.7'])('the log of etcd %s', (version) => {
  const lines = readFileSync(join(logs, `etcd-${version}.log`), 'utf8').split('\n');

  it('tells who was elected, who was lost, and the own ID', () => {
    const kinds = lines.map((line) => leaderEvent(parseLogLine(line).message)?.kind);
    expect(new Set(kinds)).toEqual(new Set([undefined, 'elected', 'lost', 'own-id']));
  });
});
