import { expect, it } from 'vitest';
import { memberIds, sampleMembers, sampleRow } from './sample';
import { isStranger } from './stranger';

const named = (memberId: string, name: string) => ({ memberId, name, term: '7' });

it('a leader is a stranger when its ID is all that is known of it', () => {
  expect(isStranger({ ...sampleMembers(), leader: named('beef', 'beef') })).toBe(true);
  expect(isStranger({ ...sampleMembers(), leader: named('beef', 'n4') })).toBe(false);
  expect(isStranger({ ...sampleMembers(), leader: null })).toBe(false);
  expect(isStranger(sampleMembers())).toBe(false);
});

it('a member that answers and is called by its ID is none', () => {
  const [id] = memberIds;
  expect(isStranger({ ...sampleMembers([sampleRow(0, { name: id })]), leader: named(id, id) })).toBe(false);
});
