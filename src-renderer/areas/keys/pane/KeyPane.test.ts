import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { reactive } from 'vue';
import type { useConnection } from '../../../connection/current';
import type { StorePart } from '../../../connection/store-part.fixture';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import { sampleCluster, up } from '../../../members/sample';
import { useKeys } from '../state/store';
import KeyPane from './KeyPane.vue';

const connection = { kind: 'local', cluster: 'c' } as const;
const shown = reactive<
  StorePart<typeof useConnection, 'ref' | 'name' | 'readOnly' | 'cluster' | 'isRemoved'>
>({
  ref: connection,
  name: 'c',
  readOnly: false,
  cluster: null,
  isRemoved: () => false,
});
vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../connection/current', () => ({ useConnection: () => shown }));

const bytes = (text: string) => new TextEncoder().encode(text);
const calls = fakeEngine.keys;
const changes = fakeLive(calls.changes);
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
beforeEach(() => {
  setActivePinia(createPinia());
  shown.cluster = null;
  calls.isAt.mockResolvedValue(true);
});

const fixed = { key: path, createRevision: '2', modRevision: '2', version: '1', lease: null };

function show() {
  return mount(KeyPane, {
    props: { connection, path },
    global: { stubs: { UiDialog: plainDialog, UiCodeEditor: plainEditor, KeyMenu: true } },
  });
}

it('invalid JSON is saved in JSON mode only after a question', async () => {
  calls.get.mockResolvedValue({ current: { ...fixed, value: bytes('{}') }, revision: '2' });
  calls.put.mockResolvedValue({ kind: 'saved', revision: '3' });
  const wrapper = show();
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

it('of a stopped cluster shows the last known value, says so calmly, and reads again once a node serves', async () => {
  calls.get.mockResolvedValue({ current: { ...fixed, value: bytes('blue') }, revision: '2' });
  useKeys();
  const before = show();
  await flushPromises();
  before.unmount();

  shown.cluster = sampleCluster([{ kind: 'stopped' }]);
  calls.get.mockRejectedValue({ code: 'NO_ENDPOINT', data: { endpoints: [], because: [] } });
  const wrapper = show();
  await flushPromises();
  expect(wrapper.get('textarea').element.value).toBe('blue');
  expect(wrapper.text()).toContain('demo is stopped. This is the last known value, from revision 2.');
  expect(wrapper.find('[role="alert"]').exists()).toBe(false);

  calls.get.mockResolvedValue({ current: { ...fixed, value: bytes('red') }, revision: '3' });
  shown.cluster = sampleCluster([up]);
  await flushPromises();
  expect(wrapper.get('textarea').element.value).toBe('red');
  expect(wrapper.text()).not.toContain('is stopped');
});

it('of a stopped cluster whose key was never read says that, and nothing of its endpoints', async () => {
  shown.cluster = sampleCluster([{ kind: 'stopped' }]);
  calls.get.mockRejectedValue({ code: 'NO_ENDPOINT', data: { endpoints: [], because: [] } });
  const wrapper = show();
  await flushPromises();
  expect(wrapper.text()).toContain('demo is stopped. Start it to read this key.');
  expect(wrapper.find('[role="alert"]').exists()).toBe(false);
});

it.each([
  ['names the lease that ended', 'LEASE_NOT_FOUND', 'Its lease 694d ended. Your edit is kept.'],
  ['blames no lease that may still be there', 'NO_ENDPOINT', 'Your edit is kept.'],
])('when a leased key goes during an edit %s', async (_what, code, text) => {
  const lease = '694d';
  calls.get.mockResolvedValue({ current: { ...fixed, lease, value: bytes('blue') }, revision: '2' });
  fakeEngine.leases.countKeys.mockRejectedValue({ code, data: { lease, endpoints: [], because: [] } });
  const wrapper = show();
  await flushPromises();
  changes.send(null);
  await wrapper.get('textarea').setValue('green');
  calls.get.mockResolvedValue({ current: null, revision: '3' });
  changes.send({ kind: 'deleted', revision: '3' });
  await flushPromises();
  expect(wrapper.text()).toContain('This key was deleted while you were editing it');
  expect(wrapper.text()).toContain(`${text} Saving it creates the key again, without a lease.`);
  expect(wrapper.text()).toContain('none (was 694d)');
});
