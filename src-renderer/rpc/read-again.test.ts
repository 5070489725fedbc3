import { expect, test, vi } from 'vitest';
import { effectScope, nextTick } from 'vue';
import { LinkLost } from './failure';
import { fakeLink } from './fake-engine.fixture';
import { readAgainWhenLinked } from './read-again';

vi.mock('./engine', async () => (await import('./fake-engine.fixture')).engineModule);

test('a read that failed with the link is repeated when the link is back, and no other', async () => {
  let error: unknown = new LinkLost();
  const read = vi.fn();
  const scope = effectScope();
  scope.run(() => readAgainWhenLinked(() => error, read));
  fakeLink.value = 'lost';
  await nextTick();
  expect(read).not.toHaveBeenCalled();
  fakeLink.value = 'open';
  await nextTick();
  expect(read).toHaveBeenCalledTimes(1);
  error = new Error('something else');
  fakeLink.value = 'lost';
  await nextTick();
  fakeLink.value = 'open';
  await nextTick();
  expect(read).toHaveBeenCalledTimes(1);
  scope.stop();
});
