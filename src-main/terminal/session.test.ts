import { describe, expect, it } from 'vitest';
import { descendants, isOfSession, parsePs } from './session';

describe('the processes of a session', () => {
  it.each([
    ['4242 (bash) S 1 4242 4242 34817 4242', true],
    ['4243 (a) b (c) R 4242 4243 4242 34817 4243', true],
    ['4244 (sleep) Z 4242 4244 4242 34817 4242', false],
    ['4245 (4242 4242) S 1 4245 4245 34817 4245', false],
    ['', false],
  ])('%s: %s', (stat, isOne) => {
    expect(isOfSession(stat, 4242)).toBe(isOne);
  });

  it('are found by their parents where the system tells no session', () => {
    const rows = parsePs(`    1     0 Ss
  100     1 Ss
  101   100 S+
  102   101 Z
  103   101 R+
  200     1 S
`);
    expect(descendants(100, rows)).toEqual([100, 101, 103]);
    expect(descendants(99, rows)).toEqual([]);
  });
});
