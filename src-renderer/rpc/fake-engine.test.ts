import { expect, it, vi } from 'vitest';
import { engine, engineInfo } from './engine';
import { fakeEngine, fakeInfo, sampleInfo } from './fake-engine.fixture';

vi.mock('./engine', async () => (await import('./fake-engine.fixture')).engineModule);

it('answers as the test says, for all who import the engine', async () => {
  fakeEngine.local.suggest.mockResolvedValue({ name: 'demo', firstPort: null });
  fakeInfo.value = sampleInfo;
  expect(await engine.local.suggest({ size: 3 })).toEqual({ name: 'demo', firstPort: null });
  expect(fakeEngine.local.suggest).toHaveBeenCalledExactlyOnceWith({ size: 3 });
  expect(engineInfo.value).toBe(sampleInfo);
});

it.fails('a call without an answer fails its test, even if the caller catches it', async () => {
  await engine.local.suggest({ size: 3 }).catch(() => undefined);
});

it('takes only what the contract has', () => {
  // @ts-expect-error The contract knows no such outcome.
  fakeEngine.keys.put.mockResolvedValue({ kind: 'done', revision: '7' });
  // @ts-expect-error The contract requires the port, too.
  fakeEngine.local.suggest.mockResolvedValue({ name: 'demo' });
  // @ts-expect-error The contract has no such procedure.
  expect(fakeEngine.keys.upsert).toBeUndefined();
});
