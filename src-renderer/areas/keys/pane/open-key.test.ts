import { flushPromises } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick } from 'vue';
import type { useConnection } from '../../../connection/current';
import type { StorePart } from '../../../connection/store-part.fixture';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import { useOpenKey } from './open-key';

const connection = { kind: 'local', cluster: 'c' } as const;
const shown: StorePart<typeof useConnection, 'ref'> = { ref: connection };
const bytes = (text: string) => new TextEncoder().encode(text);
const calls = fakeEngine.keys;
const changes = fakeLive(calls.changes);
vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../connection/current', () => ({ useConnection: () => shown }));

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
  calls.get.mockResolvedValue({ current: now, revision: '2' });
  calls.put.mockResolvedValue({ kind: 'saved', revision: '3' });
});

/** For each read so far, whether the user requested it. */
const asked = () => calls.get.mock.calls.map(([input]) => !input.unasked);

it('a read counts as asked for when the user opens or reloads a key, and as automatic otherwise', async () => {
  const scope = effectScope();
  const open = scope.run(() => useOpenKey(connection, now.key));
  await flushPromises();
  expect(asked()).toEqual([true]);
  changes.send(null);
  await flushPromises();
  changes.state.value = { kind: 'put', revision: '9' };
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
