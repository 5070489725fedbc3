import { create } from '@bufbuild/protobuf';
import { expect, it, vi } from 'vitest';
import { AuthenticateResponseSchema } from '../gen/auth_pb';
import { UserTokens } from './token';

const never = () => new Promise<never>(() => undefined);
const answer = (token: string) => () => Promise.resolve(create(AuthenticateResponseSchema, { token }));

it('a token is asked for once for all who want it at the same time', async () => {
  const tokens = new UserTokens('ann', 'secret');
  const other = vi.fn(answer('other'));
  expect(await Promise.all([tokens.get(answer('one')), tokens.get(other)])).toEqual(['one', 'one']);
  expect(other).not.toHaveBeenCalled();
});

it('a member that hangs does not hold up who asks another for a token', async () => {
  const tokens = new UserTokens('ann', 'secret');
  void tokens.get(never);
  expect(await tokens.get(answer('other'))).toBe('other');
  expect(await tokens.get(never)).toBe('other');
});
