import type { FailureValue } from '@shared/contract/failures';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import CreateCluster from './CreateCluster.vue';

vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);

const calls = fakeEngine.local;
fakeLive(calls.watch);
fakeLive(fakeEngine.connections.watch);
fakeLive(fakeEngine.jobs.watch);
fakeLive(fakeEngine.toolchain.watch);
enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
  calls.suggest.mockResolvedValue({ name: 'demo', firstPort: null });
  calls.create.mockResolvedValue({ cluster: 'c1' });
});

/** A stand-in for the dialog, which needs a layout: open from the start, its parts in order. */
const dialog = { template: '<div><slot /><slot name="footer" /></div>' };

async function opened() {
  const wrapper = mount(CreateCluster, {
    attachTo: document.body,
    props: { open: false },
    global: { stubs: { UiDialog: dialog, EtcdInstaller: true } },
  });
  await wrapper.setProps({ open: true });
  await flushPromises();
  return wrapper;
}

describe('the dialog of a new cluster', () => {
  it('Enter creates one at once, under the suggested name', async () => {
    const wrapper = await opened();
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(calls.create).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'demo', size: 3, firstPort: null }),
    );
    expect(wrapper.emitted('update:open')).toEqual([[false]]);
  });

  it('ties a mistake in a custom number of nodes to its field', async () => {
    const wrapper = await opened();
    const other = wrapper.findAll('[role=radio]').find((option) => option.text() === 'Other');
    await other?.trigger('click');
    const number = wrapper.get<HTMLInputElement>('input[aria-label="Number of nodes"]');
    expect(number.attributes('aria-describedby')).toBeUndefined();
    await number.setValue(12);
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(calls.create).not.toHaveBeenCalled();
    expect(number.attributes('aria-invalid')).toBe('true');
    const said = document.getElementById(number.attributes('aria-describedby') ?? '');
    expect(said?.textContent).toContain('from 1 to 9');
  });

  it('shows a failure beside its field, keeps the input, and clears the failure when that changes', async () => {
    calls.create.mockRejectedValue({ code: 'NAME_TAKEN', data: { name: 'mine' } } satisfies FailureValue);
    const wrapper = await opened();
    const name = wrapper.get<HTMLInputElement>('input[type=text]');
    await name.setValue('mine');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.emitted('update:open')).toBeUndefined();
    expect(name.element.value).toBe('mine');
    expect(name.attributes('aria-invalid')).toBe('true');
    expect(wrapper.get('[role=alert]').text()).toContain('The name “mine” is already taken.');
    await name.setValue('mine too');
    expect(wrapper.find('[role=alert]').exists()).toBe(false);
  });

  it('unfolds the advanced fields for a failure that belongs there', async () => {
    calls.create.mockRejectedValue({
      code: 'PORT_TAKEN',
      data: { port: 2379, by: null },
    } satisfies FailureValue);
    const wrapper = await opened();
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.get('[role=alert]').text()).toContain('Port 2379 is in use');
  });

  it('shows a failure that belongs to no field below the fields', async () => {
    calls.create.mockRejectedValue({ code: 'DISK_FULL', data: { path: '/data' } } satisfies FailureValue);
    const wrapper = await opened();
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.get('[role=alert]').text()).toContain('The disk is full');
  });

  it('does not overwrite a name typed before the suggestion arrives', async () => {
    let suggest: (name: { name: string; firstPort: null }) => void = () => undefined;
    calls.suggest.mockReturnValue(new Promise((resolve) => (suggest = resolve)));
    const wrapper = await opened();
    await wrapper.get('input[type=text]').setValue('mine');
    suggest({ name: 'demo', firstPort: null });
    await flushPromises();
    expect(wrapper.get<HTMLInputElement>('input[type=text]').element.value).toBe('mine');
  });
});
