import { describe, expect, it } from 'vitest';
import { quorumOf, quorumState, survives } from './quorum';

describe('a quorum', () => {
  it.each([
    [1, 1, 0],
    [2, 2, 0],
    [3, 2, 1],
    [4, 3, 1],
    [5, 3, 2],
    [6, 4, 2],
    [7, 4, 3],
    [9, 5, 4],
  ])('of %d is %d and survives %d', (voters, quorum, failures) => {
    expect(quorumOf(voters)).toBe(quorum);
    expect(survives(voters)).toBe(failures);
  });

  it.each([
    [3, 3, { kind: 'held', spare: 1 }],
    [3, 2, { kind: 'held', spare: 0 }],
    [3, 1, { kind: 'lost', needed: 2, missing: 1 }],
    [5, 1, { kind: 'lost', needed: 3, missing: 2 }],
    [3, 0, { kind: 'none-up' }],
    [1, 1, { kind: 'held', spare: 0 }],
  ])('of %d with %d up', (voters, up, state) => {
    expect(quorumState(voters, up)).toMatchObject(state);
  });
});
