import { describe, expect, it } from 'vitest';
import { defaultTuning } from '@shared/contract/local';
import { checkTuning } from './tuning';

describe('a tuning is refused', () => {
  const withFlag = (flag: string) => ({ ...defaultTuning, extraFlags: [flag] });

  it.each(['--name=x', '-name=x', '--data-dir=/x', '--config-file=/x', '--log-outputs=/x', '--wal-dir=/x'])(
    'with %s, which the app sets',
    (flag) => {
      const refusal = { code: 'FLAG_REFUSED', data: { flag, reason: 'set-by-app' } };
      expect(() => checkTuning(withFlag(flag))).toThrow(expect.objectContaining(refusal));
    },
  );

  it.each(['', 'name', '--', '---name=x', '--=x', 'etcd --name=x', ' --pre-vote', '--Name=x'])(
    'with %j, which is no flag',
    (flag) => {
      const refusal = { code: 'FLAG_REFUSED', data: { flag, reason: 'not-a-flag' } };
      expect(() => checkTuning(withFlag(flag))).toThrow(expect.objectContaining(refusal));
    },
  );

  it('when the election timeout is under five heartbeats, and not when it is five', () => {
    const minimum = {
      code: 'ELECTION_TIMEOUT_TOO_SHORT',
      data: { heartbeatMs: 200, electionMs: 999, minimumMs: 1000 },
    };
    expect(() => checkTuning({ ...defaultTuning, heartbeatMs: 200, electionMs: 999 })).toThrow(
      expect.objectContaining(minimum),
    );
    expect(() => checkTuning({ ...defaultTuning, heartbeatMs: 200, electionMs: 1000 })).not.toThrow();
  });

  it('when a number of revisions has a unit', () => {
    const autoCompaction = { mode: 'revision' as const, retention: '10h' };
    expect(() => checkTuning({ ...defaultTuning, autoCompaction })).toThrow(
      expect.objectContaining({ code: 'BAD_INPUT' }),
    );
  });
});
