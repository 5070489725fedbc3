import type { NodeState, Trouble } from '@shared/contract/local';
import { trouble } from '@shared/contract/local';
import { describe, expect, it } from 'vitest';
import { t } from '../../../i18n/text';
import { accountOf } from './node-text';
import { killed, up } from '../../../members/sample';

const at = '2026-11-23T15:11:16.060Z';
const reason = { trouble: 'port-taken' as const, detail: 'bind: address already in use' };
const states: readonly NodeState[] = [
  up,
  killed,
  { ...killed, byUs: false },
  { kind: 'stopped' },
  { kind: 'starting', pid: 1, since: at },
  { kind: 'stopping', pid: 1, since: at },
  { kind: 'paused', pid: 1, since: at },
  { kind: 'unhealthy', pid: 1, since: at, reason, failure: null },
  { kind: 'exited', how: 'itself', code: 1, at, reason, tail: ['a'] },
  { kind: 'exited', how: 'itself', code: 0, at, reason: null, tail: ['a'] },
  { kind: 'exited', how: 'unseen', code: null, at, reason: null, tail: ['a'] },
  { kind: 'exited', how: 'missed', code: null, at, reason: null, tail: ['a'] },
  { kind: 'exited', how: 'given-up', code: null, at, reason, tail: ['a'] },
  { kind: 'failed', at, failure: { code: 'ETCD_MISSING', data: { version: null } } },
];

describe('the account of a node', () => {
  it.each(states.map((state) => [state.kind, state] as const))('has words for %s', (_kind, state) => {
    const { what, next } = accountOf(state);
    expect(t(what.key, what.named)).not.toMatch(/\{|undefined/);
    if (next) expect(t(next.key, next.named)).not.toMatch(/\{|undefined/);
  });

  it('shows why it ended and the last lines of its log', () => {
    const account = accountOf({ kind: 'exited', how: 'itself', code: 1, at, reason, tail: ['a', 'b'] });
    expect(account.trouble).toEqual({ kind: 'port-taken', detail: reason.detail, failure: null });
    expect(account.tail).toEqual(['a', 'b']);
  });

  it('claims no error of one whose end nobody saw, and says that it may just be started', () => {
    const account = accountOf({ kind: 'exited', how: 'missed', code: null, at, reason: null, tail: ['a'] });
    expect(t(account.what.key)).toBe('It exited while Quorate was not running.');
    expect(account.trouble).toBeNull();
    expect(account.next?.key).toBe('local.detail.next.exited');
    const watched = accountOf({ kind: 'exited', how: 'unseen', code: null, at, reason: null, tail: [] });
    expect(t(watched.what.key, watched.what.named)).not.toContain('not running');
  });

  it('shows the last lines of a crash, and not those of a kill that was asked for', () => {
    expect(accountOf({ ...killed, byUs: false }).tail).toEqual(['last line']);
    expect(accountOf(killed).tail).toEqual([]);
  });

  it.each<Trouble>([...trouble.options])('says of %s what happened and what to do', (kind) => {
    expect(t(`local.trouble.${kind}.what`)).toMatch(/\.$/);
    expect(t(`local.trouble.${kind}.next`)).toMatch(/\S/);
  });
});
