import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, expect, test, vi } from 'vitest';
import type { useConnection } from '../connection/current';
import type { StorePart } from '../connection/store-part.fixture';
import { fakeEngine } from '../rpc/fake-engine.fixture';
import { fakeLive } from '../rpc/fake-live.fixture';
import HeldWrites from './HeldWrites.vue';

vi.mock('../rpc/engine', async () => (await import('../rpc/fake-engine.fixture')).engineModule);
vi.mock('../rpc/live', async () => (await import('../rpc/fake-live.fixture')).liveModule);
const ref = { kind: 'local', cluster: 'c1' } as const;
const connection: StorePart<typeof useConnection, 'ref'> = { ref };
vi.mock('../connection/current', () => ({ useConnection: () => connection }));

const held = fakeLive(fakeEngine.members.held);
enableAutoUnmount(afterEach);

const waiting = (n: number) => ({
  writes: Array.from({ length: n }, () => ({ action: 'Put', since: '2026-11-23T15:00:00.000Z' })),
});

test('changes that wait for a leader are said to, until they are sent, and can be taken back', async () => {
  setActivePinia(createPinia());
  fakeEngine.members.cancelHeld.mockResolvedValue();
  const wrapper = mount(HeldWrites);
  held.state.value = waiting(0);
  await flushPromises();
  expect(wrapper.text()).toBe('');
  held.state.value = waiting(1);
  await flushPromises();
  expect(wrapper.get('[role="status"]').text()).toContain(
    'Waiting for a leader. 1 change has not been sent yet',
  );
  await wrapper.get('button').trigger('click');
  expect(fakeEngine.members.cancelHeld).toHaveBeenCalledWith({ connection: ref });
  held.state.value = waiting(0);
  await flushPromises();
  expect(wrapper.text()).toBe('');
});
