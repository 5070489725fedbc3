import { expect, it } from 'vitest';
import { DisposableStore } from './lifecycle';

it('disposes of all, last first, even when one fails', async () => {
  const order: string[] = [];
  const store = new DisposableStore();
  store.defer(() => void order.push('first'));
  store.defer(() => {
    throw new Error('refused');
  });
  store.defer(() => void order.push('last'));
  await expect(store.dispose()).rejects.toThrow('refused');
  expect(order).toEqual(['last', 'first']);
});

it('disposes at once of what is added after its end', async () => {
  const store = new DisposableStore();
  await store.dispose();
  let ended = false;
  store.defer(() => void (ended = true));
  expect(ended).toBe(true);
});
