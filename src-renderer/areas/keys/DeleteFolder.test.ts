import type { FailureValue } from '@shared/contract/failures';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '../../ui/overlays/toast';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import DeleteFolder from './DeleteFolder.vue';

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);

const calls = fakeEngine.keys;

const prefix = new TextEncoder().encode('/app/');
const connection = { kind: 'local', cluster: 'c1' } as const;
/** Renders dialogs in place. */
const plainDialog = {
  props: ['open', 'title'],
  emits: ['update:open'],
  template: '<div v-if="open" role="dialog" :aria-label="title"><slot /><slot name="footer" /></div>',
};

enableAutoUnmount(afterEach);

async function show(count: number, filtered = false) {
  calls.countPrefix.mockResolvedValue({ count, revision: '1204' });
  calls.removePrefix.mockResolvedValue({ kind: 'removed', revision: '1205', deleted: count });
  const removed = vi.fn();
  const wrapper = mount(DeleteFolder, {
    attachTo: document.body,
    props: {
      open: true,
      connection,
      prefix,
      filtered,
      onRemoved: removed,
      'onUpdate:open': (open: boolean) => void wrapper.setProps({ open }),
    },
    global: { stubs: { UiDialog: plainDialog } },
  });
  await flushPromises();
  const button = (name: string | RegExp) =>
    wrapper.findAll('button').find((each) => (each.text().match(name) ?? []).length > 0);
  const submit = async () => {
    await wrapper.get('form').trigger('submit');
    await flushPromises();
  };
  return { wrapper, removed, button, submit };
}

describe('the deletion of a folder', () => {
  it('counts keys in the cluster, and deletes what was counted', async () => {
    const { wrapper, removed, button, submit } = await show(42);
    expect(wrapper.text()).toContain('42 keys start with it.');
    expect(wrapper.text()).toContain('at revision 1,204');
    expect(button('Delete 42 keys')?.attributes('disabled')).toBeUndefined();
    await submit();
    const confirmed = { count: 42, revision: '1204' };
    expect(calls.removePrefix).toHaveBeenCalledExactlyOnceWith({ connection, prefix, confirmed });
    expect(removed).toHaveBeenCalledExactlyOnceWith(prefix);
    expect(wrapper.find('[role="dialog"]').exists()).toBe(false);
    expect(toasts.value.at(-1)?.title).toBe('Deleted 42 keys');
  });

  it('above a hundred keys, requires typing the exact path', async () => {
    const { wrapper, button, submit } = await show(101);
    const field = wrapper.get('input');
    const isOff = () => button('Delete 101 keys')?.attributes('disabled') !== undefined;
    expect(wrapper.get('label').text()).toBe('Type /app/ to delete 101 keys');
    for (const wrong of ['', '/app', '/APP/']) {
      await field.setValue(wrong);
      expect(isOff()).toBe(true);
      await submit();
    }
    expect(calls.removePrefix).not.toHaveBeenCalled();
    await field.setValue('/app/');
    expect(isOff()).toBe(false);
    await submit();
    expect(calls.removePrefix).toHaveBeenCalledTimes(1);
  });

  it('asks again, with an empty field, when the keys are not those confirmed', async () => {
    const { wrapper, submit } = await show(150);
    calls.removePrefix.mockResolvedValue({ kind: 'changed', count: 151, revision: '1300' });
    await wrapper.get('input').setValue('/app/');
    await submit();
    expect(wrapper.get('[role="alert"]').text()).toContain('Nothing was deleted.');
    expect(wrapper.text()).toContain('151 keys start with it.');
    expect(wrapper.get('input').element.value).toBe('');
    await wrapper.get('input').setValue('/app/');
    await submit();
    expect(calls.removePrefix).toHaveBeenLastCalledWith(
      expect.objectContaining({ confirmed: { kind: 'changed', count: 151, revision: '1300' } }),
    );
  });

  it('says that only the number is compared for more keys than etcd can check', async () => {
    const sentence = 'Above 10,000 keys, only their number is checked';
    expect((await show(10_000)).wrapper.text()).not.toContain(sentence);
    expect((await show(10_001)).wrapper.text()).toContain(sentence);
  });

  it('says that a search does not limit it', async () => {
    expect((await show(3, true)).wrapper.text()).toContain('Your search does not limit this');
  });

  it('offers nothing to delete where nothing is left', async () => {
    const { wrapper, button } = await show(0);
    expect(wrapper.text()).toContain('No keys start with it any more.');
    expect(button(/^Delete/)).toBeUndefined();
  });

  it('stays open with the failure visible, for a retry', async () => {
    const { wrapper, button, submit } = await show(2);
    const failure: FailureValue = { code: 'NO_LEADER', data: { endpoint: 'http://e1' } };
    calls.removePrefix.mockRejectedValue(failure);
    await submit();
    expect(wrapper.text()).toContain('http://e1 knows of no leader');
    expect(wrapper.find('[role="dialog"]').exists()).toBe(true);
    expect(button('Delete 2 keys')?.attributes('disabled')).toBeUndefined();
  });
});
