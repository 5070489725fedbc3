import { describe, expect, it } from 'vitest';
import { checkGrant, fieldOfFailure } from './grant-form';

describe('the form of a new lease', () => {
  const input = { ttl: 60, id: '', form: 'hex' } as const;

  it('takes seconds and no ID, or one in any way of writing it', () => {
    expect(checkGrant(input)).toEqual({ ok: true, ttl: 60, id: null });
    expect(checkGrant({ ...input, id: '0x7B' })).toEqual({ ok: true, ttl: 60, id: '7b' });
    expect(checkGrant({ ...input, id: '123', form: 'decimal' })).toEqual({ ok: true, ttl: 60, id: '7b' });
  });

  it.each([
    [{ ttl: null }, [{ field: 'ttl', reason: 'whole' }]],
    [{ ttl: 0 }, [{ field: 'ttl', reason: 'whole' }]],
    [{ ttl: 1.5 }, [{ field: 'ttl', reason: 'whole' }]],
    [{ ttl: 9_000_000_001 }, [{ field: 'ttl', reason: 'too-large' }]],
    [{ id: 'zz' }, [{ field: 'id', reason: 'not-hex' }]],
    [
      { ttl: -1, id: '0' },
      [
        { field: 'ttl', reason: 'whole' },
        { field: 'id', reason: 'zero' },
      ],
    ],
  ] as const)('refuses %o at its field', (wrong, mistakes) => {
    expect(checkGrant({ ...input, ...wrong })).toEqual({ ok: false, mistakes });
  });

  it('has a field for what etcd refuses', () => {
    expect(fieldOfFailure({ code: 'LEASE_EXISTS', data: { lease: '7b' } })).toBe('id');
    expect(fieldOfFailure({ code: 'LEASE_TTL_TOO_LARGE', data: { seconds: 1 } })).toBe('ttl');
    expect(
      fieldOfFailure({
        code: 'BAD_INPUT',
        data: { field: 'ttl', reason: { kind: 'refused', received: '0' } },
      }),
    ).toBe('ttl');
    expect(fieldOfFailure({ code: 'NO_SPACE', data: { endpoint: '' } })).toBeNull();
  });
});
