import { expect, it } from 'vitest';
import { Failure } from '../../base/failure';
import { direct } from '../route';
import { openSecurity } from './security';

it('what cannot be explained stays the failure that it was', async () => {
  const failure = new Failure('ENDPOINT_UNREACHABLE', { endpoint: 'nonsense', reason: { kind: 'lost' } });
  expect(await openSecurity().explain('nonsense', failure, direct)).toBe(failure);
});
