import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, expect, it, vi } from 'vitest';
import type { useConnection } from '../../../connection/current';
import type { StorePart } from '../../../connection/store-part.fixture';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import KeyPane from './KeyPane.vue';

const connection = { kind: 'local', cluster: 'c' } as const;
const shown: StorePart<typeof useConnection, 'ref' | 'readOnly'> = { ref: connection, readOnly: false };
vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../connection/current', () => ({ useConnection: () => shown }));

const bytes = (text: string) => new TextEncoder().encode(text);
const calls = fakeEngine.keys;
fakeLive(calls.changes);
const path = bytes('config');

const plainDialog = {
  props: ['open', 'title'],
  emits: ['update:open'],
  template: '<div v-if="open" role="dialog" :aria-label="title"><slot /><slot name="footer" /></div>',
};
const plainEditor = {
  props: ['modelValue', 'label'],
  emits: ['update:modelValue'],
  template:
    '<textarea :value="modelValue" @input="$emit(\'update:modelValue\', $event.target.value)"></textarea>',
};

enableAutoUnmount(afterEach);

it('invalid JSON is saved in JSON mode only after a question', async () => {
  setActivePinia(createPinia());
  const fixed = { key: path, createRevision: '2', modRevision: '2', version: '1', lease: null };
  calls.get.mockResolvedValue({ current: { ...fixed, value: bytes('{}') }, revision: '2' });
  calls.isAt.mockResolvedValue(true);
  calls.put.mockResolvedValue({ kind: 'saved', revision: '3' });
  const wrapper = mount(KeyPane, {
    props: { connection, path },
    global: { stubs: { UiDialog: plainDialog, UiCodeEditor: plainEditor, KeyMenu: true } },
  });
  await flushPromises();
  const press = async (name: string) => {
    await wrapper
      .findAll('button')
      .find((each) => each.text() === name)
      ?.trigger('click');
    await flushPromises();
  };
  await wrapper.get('textarea').setValue('{"a":\n 1,}');
  await press('Save');
  const dialog = wrapper.get('[role="dialog"]');
  expect(dialog.attributes('aria-label')).toBe('This is not valid JSON');
  expect(dialog.text()).toContain('line 2, column 4');
  await press('Keep editing');
  expect(calls.put).not.toHaveBeenCalled();
  expect(wrapper.get('textarea').element.value).toBe('{"a":\n 1,}');
  await press('Save');
  await press('Save anyway');
  expect(calls.put).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ value: bytes('{"a":\n 1,}') }));
  await wrapper.get('textarea').setValue('{"a": 1}');
  await press('Save');
  expect(wrapper.find('[role="dialog"]').exists()).toBe(false);
  expect(calls.put).toHaveBeenCalledTimes(2);
});
