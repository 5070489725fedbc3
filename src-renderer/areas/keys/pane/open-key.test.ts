import type { KeyChange } from '@shared/contract/keys';
import { flushPromises } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, ref, shallowRef } from 'vue';
import { useOpenKey } from './open-key';

const connection = { kind: 'local', cluster: 'c' } as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const calls = vi.hoisted(() => ({ get: vi.fn(), put: vi.fn() }));
const change = shallowRef<KeyChange>(null);
const stale = ref(true);
vi.mock('../../../rpc/engine', () => ({ engine: { keys: calls } }));
vi.mock('../../../rpc/live', () => ({ useLiveOf: () => ({ state: change, stale }) }));
vi.mock('../../../connection/current', () => ({ useConnection: () => ({ ref: connection }) }));

const now = {
  key: bytes('k'),
  value: bytes('old'),
  createRevision: '2',
  modRevision: '2',
  version: '1',
  lease: null,
};

beforeEach(() => {
  setActivePinia(createPinia());
  change.value = null;
  stale.value = true;
  calls.get.mockReset().mockResolvedValue({ current: now, revision: '2' });
  calls.put.mockReset().mockResolvedValue({ kind: 'saved', revision: '3' });
});

/** For each read so far, whether the user requested it. */
const asked = () => calls.get.mock.calls.map(([input]) => !(input as { unasked: boolean }).unasked);

it('a read counts as asked for when the user opens or reloads a key, and as automatic otherwise', async () => {
  const scope = effectScope();
  const open = scope.run(() => useOpenKey(connection, now.key));
  await flushPromises();
  expect(asked()).toEqual([true]);
  stale.value = false;
  await flushPromises();
  change.value = { kind: 'put', revision: '9' };
  await flushPromises();
  open?.type('new');
  expect(await open?.save()).toBe('saved');
  await nextTick();
  await flushPromises();
  expect(asked()).toEqual([true, false, false, false]);
  await open?.reload();
  expect(asked().at(-1)).toBe(true);
  scope.stop();
});
