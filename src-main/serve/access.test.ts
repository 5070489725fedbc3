import { expect, it } from 'vitest';
import { Access } from './access';

it('a ticket is good for a minute, and no more once there is a later one', () => {
  let now = 0;
  const access = new Access('127.0.0.1', 4000, () => now);
  const first = access.makeTicket();
  const second = access.makeTicket();
  expect(access.admits(first)).toBe(false);
  now = 59_999;
  expect(access.admits(second)).toBe(true);
  expect(access.admits(second)).toBe(false);
  const third = access.makeTicket();
  now += 60_000;
  expect(access.admits(third)).toBe(false);
  expect(access.admits(access.token)).toBe(true);
});
