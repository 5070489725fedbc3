import type { FailureValue } from '@shared/contract/failures';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toasts } from '../../ui/overlays/toast';
import type { Job, JobOf } from '@shared/contract/jobs';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import { fakeLive } from '../../rpc/fake-live.fixture';
import DeleteFolder from './DeleteFolder.vue';

vi.mock('../../members/held-writes', () => ({ useHeldWrites: () => ({ count: 0 }) }));
vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);

const calls = fakeEngine.keys;
const jobs = fakeLive(fakeEngine.jobs.watch);

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
    global: { plugins: [createPinia()], stubs: { UiDialog: plainDialog } },
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

  it('cannot be cancelled once it was sent: the dialog says so, and tells how it ended after it was closed', async () => {
    const { wrapper, button, submit } = await show(42);
    const fails: ((failure: FailureValue) => void)[] = [];
    calls.removePrefix.mockReturnValue(new Promise((_, reject) => fails.push(reject)));
    expect(button('Cancel')).toBeDefined();
    await submit();
    expect(button('Cancel')).toBeUndefined();
    expect(wrapper.text()).toContain('Already sent: closing does not stop it.');
    await button('Close')?.trigger('click');
    wrapper.unmount();
    fails[0]?.({ code: 'NO_LEADER', data: { endpoint: 'http://e1' } });
    await flushPromises();
    expect(toasts.value.at(-1)?.text).toContain('http://e1 knows of no leader');
  });

  it('asks again, with an empty field and what to delete, when the keys are not those confirmed', async () => {
    const { wrapper, submit } = await show(150);
    calls.removePrefix.mockResolvedValue({ kind: 'changed', count: 151, revision: '1300' });
    await wrapper.get('input').setValue('/app/');
    await submit();
    expect(wrapper.get('[role="alert"]').text()).toContain('Nothing was deleted.');
    expect(wrapper.text()).toContain('151 keys start with it.');
    expect(wrapper.get('input').element.value).toBe('');
    calls.removePrefixInBatches.mockResolvedValue({ job: 'j1' });
    await wrapper.get('input').setValue('/app/');
    await submit();
    const confirmed = { count: 151, revision: '1300' };
    expect(calls.removePrefixInBatches).toHaveBeenLastCalledWith({
      connection,
      prefix,
      confirmed,
      scope: 'existing',
    });
  });

  it('of a folder in which others keep writing can take whatever is there, when that is chosen', async () => {
    const { wrapper, button, submit } = await show(42);
    calls.removePrefix.mockResolvedValue({ kind: 'changed', count: 43, revision: '1300' });
    expect(wrapper.find('[role="radio"]').exists()).toBe(false);
    await submit();
    const radios = wrapper.findAll('[role="radio"]');
    expect(radios).toHaveLength(2);
    expect(wrapper.text()).toContain('Only keys that existed at revision 1,300');
    calls.removePrefixInBatches.mockResolvedValue({ job: 'j1' });
    await radios[1]?.trigger('click');
    expect(button('Delete everything')).toBeDefined();
    await submit();
    expect(calls.removePrefixInBatches).toHaveBeenLastCalledWith(expect.objectContaining({ scope: 'all' }));
  });

  it('that is only partly permitted is deleted in the permitted ranges, when that is chosen', async () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    const part = (key: string, end: string) => ({ key: bytes(key), rangeEnd: bytes(end) });
    const permitted = [
      { ...part('/app/a', '/app/b'), access: 'readwrite' as const },
      { ...part('/app/d', '/app/f'), access: 'readwrite' as const },
      { ...part('/app/g', '/app/h'), access: 'read' as const },
    ];
    const { wrapper, button, submit } = await show(42);
    const data = { user: 'ann', action: 'Txn', key: '[/app/, /app0)', permitted };
    calls.removePrefix.mockRejectedValue({ code: 'PERMISSION_DENIED', data });
    await submit();
    expect(wrapper.get('[role="alert"]').text()).toContain(
      'only /app/a… (read and write), from /app/d up to /app/f (read and write), /app/g… (read only).',
    );
    calls.countPrefix.mockResolvedValue({ count: 7, revision: '1300' });
    await button('Only the 2 permitted ranges')?.trigger('click');
    await flushPromises();
    expect(wrapper.find('[role="alert"]').exists()).toBe(false);
    const within = [part('/app/a', '/app/b'), part('/app/d', '/app/f')];
    expect(calls.countPrefix).toHaveBeenLastCalledWith({ connection, prefix, within }, expect.anything());
    expect(wrapper.text()).toContain('7 keys are in these ranges.');
    expect(wrapper.findAll('li').map((each) => each.text())).toEqual(['/app/a…', 'from /app/d up to /app/f']);
    calls.removePrefix.mockResolvedValue({ kind: 'removed', revision: '1305', deleted: 7 });
    await submit();
    const confirmed = { count: 7, revision: '1300' };
    expect(calls.removePrefix).toHaveBeenLastCalledWith({ connection, prefix, within, confirmed });
    expect(toasts.value.at(-1)?.text).toBe('In the permitted ranges of /app/, at revision 1,305');
  });

  const jobOf = (change: Partial<JobOf<'removePrefix'>>): Job => ({
    id: 'j1',
    kind: 'removePrefix',
    about: { prefix: '/app/' },
    connection,
    startedAt: '2026-11-27T12:00:00.000Z',
    progress: { done: 1000, total: 300_000, unit: 'keys', rate: 500, leftMs: null },
    step: null,
    status: { state: 'running', cancelling: false },
    ...change,
  });
  async function tell(...all: Job[]) {
    jobs.state.value = { jobs: all };
    await flushPromises();
  }

  it('of more than 10,000 keys is a job: its progress, its cancel, and what was and was not deleted', async () => {
    const { wrapper, removed, button, submit } = await show(300_000);
    calls.removePrefixInBatches.mockResolvedValue({ job: 'j1' });
    fakeEngine.jobs.cancel.mockResolvedValue();
    await wrapper.get('input').setValue('/app/');
    await submit();
    expect(calls.removePrefix).not.toHaveBeenCalled();
    await tell(jobOf({}));
    expect(wrapper.text()).toContain('1,000 of 300,000 keys · 500 keys/s');
    expect(document.activeElement?.textContent).toBe('Close');
    await button('Cancel')?.trigger('click');
    expect(fakeEngine.jobs.cancel).toHaveBeenCalledExactlyOnceWith({ job: 'j1' });
    await tell(jobOf({ status: { state: 'cancelled', endedAt: '2026-11-27T12:00:09.000Z' } }));
    expect(wrapper.text()).toContain(
      'was cancelled: 1,000 of 300,000 keys deleted. The rest is still there.',
    );
    expect(removed).not.toHaveBeenCalled();
  });

  it('shows a job that is deleting the folder already, and leaves the folder when it is done', async () => {
    await tell(jobOf({}), jobOf({ id: 'j2', connection: null }));
    const { wrapper, removed } = await show(200_000);
    await tell(jobOf({}), jobOf({ id: 'j2', connection: null }));
    expect(wrapper.find('form').exists()).toBe(false);
    const result = { deleted: 300_000, count: 0 };
    await tell(jobOf({ status: { state: 'done', endedAt: '2026-11-27T12:00:09.000Z', result } }));
    expect(wrapper.text()).toContain('Deleted 300,000 keys that started with /app/. None is left to delete.');
    expect(removed).toHaveBeenCalledExactlyOnceWith(prefix);
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
