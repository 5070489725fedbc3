import type { FailureValue } from '@shared/contract/failures';
import { describe, expect, it } from 'vitest';
import { checkStart, mistakeOf, type StartInput } from './start-form';

const typed: StartInput = { kind: 'prefix', key: '/a/', from: 'now', revision: '' };
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the form of a new watch', () => {
  it.each<[Partial<StartInput>, unknown]>([
    [{}, { ok: true, range: { kind: 'prefix', key: bytes('/a/') }, from: null }],
    [
      { kind: 'all', key: '\\q' },
      { ok: true, range: { kind: 'all' }, from: null },
    ],
    [
      { kind: 'key', key: '\\xff', from: 'revision', revision: ' 1,204' },
      { ok: true, range: { kind: 'key', key: Uint8Array.of(0xff) }, from: '1204' },
    ],
    [
      { key: 'a\\q' },
      {
        ok: false,
        mistake: { field: 'key', failure: { code: 'ESCAPE_INVALID', data: { position: 1, found: '\\q' } } },
      },
    ],
    [{ key: '' }, { ok: false, mistake: { field: 'key', failure: { code: 'KEY_EMPTY', data: {} } } }],
  ])('reads %j', (change, expected) => {
    expect(checkStart({ ...typed, ...change })).toEqual(expected);
  });

  it.each(['', '0', '-1', '1.5', 'now', '0x10'])('takes %j for no revision', (revision) => {
    expect(checkStart({ ...typed, from: 'revision', revision })).toEqual({
      ok: false,
      mistake: { field: 'revision', failure: 'watch.start.notARevision' },
    });
  });

  it('takes what 64 bits can count, and refuses more beside the field', () => {
    const from = (revision: string) => checkStart({ ...typed, from: 'revision', revision });
    expect(from('9,223,372,036,854,775,807')).toMatchObject({ ok: true, from: '9223372036854775807' });
    for (const revision of ['9223372036854775808', '99999999999999999999'])
      expect(from(revision)).toEqual({
        ok: false,
        mistake: { field: 'revision', failure: 'watch.start.noSuchRevision' },
      });
  });

  it('puts a refusal beside the field that it is about', () => {
    const refused = (failure: FailureValue) => mistakeOf(failure, failure).field;
    expect(refused({ code: 'REVISION_COMPACTED', data: { revision: '1', compacted: '5' } })).toBe('revision');
    expect(refused({ code: 'REVISION_FUTURE', data: { revision: '9' } })).toBe('revision');
    expect(refused({ code: 'PERMISSION_DENIED', data: { user: 'u', action: 'watch', key: '/a/' } })).toBe(
      'key',
    );
    expect(refused({ code: 'NO_LEADER', data: { endpoint: 'http://e' } })).toBeNull();
  });
});
