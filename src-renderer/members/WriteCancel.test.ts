import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, test, vi } from 'vitest';
import { reactive } from 'vue';
import type { StorePart } from '../connection/store-part.fixture';
import type { useHeldWrites } from './held-writes';
import WriteCancel from './WriteCancel.vue';

const held = reactive<StorePart<typeof useHeldWrites, 'count' | 'cancel'>>({ count: 0, cancel: vi.fn() });
vi.mock('./held-writes', () => ({ useHeldWrites: () => held }));

enableAutoUnmount(afterEach);

test('a dialog takes back a write that is held, and says what closing does to one that was sent', async () => {
  const wrapper = mount(WriteCancel, { props: { sent: false } });
  const button = wrapper.get('button');
  expect(button.text()).toBe('Cancel');
  await button.trigger('click');
  expect(wrapper.emitted('leave')).toHaveLength(1);

  held.count = 1;
  await wrapper.setProps({ sent: true });
  expect(wrapper.text()).toContain('Waiting for a leader: nothing was sent yet.');
  expect(wrapper.text()).not.toContain('Already sent');
  await wrapper.get('button').trigger('click');
  expect(held.cancel).toHaveBeenCalledOnce();
  expect(wrapper.emitted('leave')).toHaveLength(1);

  held.count = 0;
  await wrapper.setProps({ sent: true });
  expect(wrapper.text()).toContain('Already sent');
  expect(wrapper.get('button').text()).toBe('Close');
});
