import type { FailureValue } from '@shared/contract/failures';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import CreateKey from './CreateKey.vue';

vi.mock('../../members/held-writes', () => ({ useHeldWrites: () => ({ count: 0 }) }));
vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);

const { put } = fakeEngine.keys;

const bytes = (text: string) => new TextEncoder().encode(text);
const connection = { kind: 'local', cluster: 'c1' } as const;
/** Renders dialogs in place. */
const plainDialog = {
  props: ['open', 'title'],
  emits: ['update:open'],
  template: `<div v-if="open" role="dialog" :aria-label="title" @keydown.esc="$emit('update:open', false)">
    <slot /><slot name="footer" /></div>`,
};
const plainEditor = {
  props: ['modelValue', 'label'],
  emits: ['update:modelValue'],
  template: `<textarea :aria-label="label" :value="modelValue"
    @input="$emit('update:modelValue', $event.target.value)"></textarea>`,
};

enableAutoUnmount(afterEach);
beforeEach(() => {
  setActivePinia(createPinia());
  put.mockResolvedValue({ kind: 'saved', revision: '7' });
});

function show(prefix = '/app/') {
  const opened = vi.fn();
  const wrapper = mount(CreateKey, {
    attachTo: document.body,
    props: {
      open: true,
      connection,
      prefix: bytes(prefix),
      onOpen: opened,
      'onUpdate:open': (open: boolean) => void wrapper.setProps({ open }),
    },
    global: { stubs: { UiDialog: plainDialog, UiCodeEditor: plainEditor } },
  });
  /** The field whose label has this name. */
  const field = (name: string) => {
    const label = wrapper.findAll('label').find((each) => each.text() === name);
    return wrapper.get<HTMLInputElement>(`[id="${label?.attributes('for') ?? ''}"]`);
  };
  const value = () => wrapper.get<HTMLTextAreaElement>('textarea[aria-label="Value"]');
  const button = (name: string) => wrapper.findAll('button').find((each) => each.text() === name);
  const submit = async () => {
    await wrapper.get('form').trigger('submit');
    await flushPromises();
  };
  /** The message beside a field. */
  const said = (name: string) => {
    const id = field(name).attributes('aria-describedby') ?? '';
    return id
      .split(' ')
      .map((each) => wrapper.find(`[id="${each}"]`).text())
      .join(' ');
  };
  return { wrapper, opened, field, value, button, submit, said };
}

describe('the form of a new key', () => {
  it('starts with the folder, writes only if the key does not exist, and opens it', async () => {
    const { wrapper, opened, field, value, submit } = show();
    expect(field('Key').element.value).toBe('/app/');
    await field('Key').setValue('/app/color\\xff');
    await value().setValue('blue');
    await field('Lease').setValue('007B');
    await submit();
    const key = Uint8Array.of(...bytes('/app/color'), 0xff);
    expect(put).toHaveBeenCalledExactlyOnceWith({
      connection,
      key,
      value: bytes('blue'),
      lease: { kind: 'lease', id: '7b' },
      guard: { kind: 'absent' },
    });
    expect(wrapper.find('[role="dialog"]').exists()).toBe(false);
    expect(opened).toHaveBeenCalledExactlyOnceWith(key);
  });

  it.each([
    ['Key', '', 'A key needs at least one byte.'],
    ['Key', 'a\\q', '“\\q” at position 2 is not a valid byte escape.'],
    ['Lease', 'xyz', 'A lease ID is 1 to 16 hex digits, or a decimal that is negative or longer, and not 0.'],
  ])('refuses %s “%s” beside its field, without a request', async (name, text, sentence) => {
    const { field, submit, said } = show();
    await field('Key').setValue('/app/a');
    await field(name).setValue(text);
    await submit();
    expect(put).not.toHaveBeenCalled();
    expect(said(name)).toContain(sentence);
    expect(field(name).element.value).toBe(text);
  });

  it('takes the lease in decimal, as Go prints it', async () => {
    const { field, submit } = show();
    await field('Key').setValue('/app/a');
    await field('Lease').setValue('-5');
    await submit();
    expect(put).toHaveBeenCalledWith(
      expect.objectContaining({ lease: { kind: 'lease', id: 'fffffffffffffffb' } }),
    );
  });

  it('shows a refusal of etcd beside its field until the field changes', async () => {
    const gone: FailureValue = { code: 'LEASE_NOT_FOUND', data: { lease: '7b' } };
    put.mockRejectedValue(gone);
    const { field, submit, said, value } = show();
    await field('Key').setValue('/app/a');
    await value().setValue('1');
    await field('Lease').setValue('7b');
    await submit();
    expect(said('Lease')).toContain('There is no lease 7b');
    expect([field('Key').element.value, value().element.value]).toEqual(['/app/a', '1']);
    await field('Lease').setValue('7c');
    expect(said('Lease')).not.toContain('There is no lease');
  });

  it('creates a key with invalid JSON in JSON mode only when the user confirms it', async () => {
    const { wrapper, field, value, submit } = show();
    await field('Key').setValue('/app/a');
    await value().setValue('{"a": 1,}');
    await wrapper
      .findAll('[role="radio"]')
      .find((each) => each.text() === 'JSON')
      ?.trigger('click');
    await submit();
    expect(put).not.toHaveBeenCalled();
    expect(wrapper.text()).toContain('This is not valid JSON');
    await submit();
    expect(put).toHaveBeenCalledTimes(1);
  });

  it('overwrites no key: it offers to open the existing one', async () => {
    const at = { createRevision: '1204', modRevision: '1204', version: '1' };
    const current = { key: bytes('/app/a'), value: bytes('1'), ...at, lease: null };
    put.mockResolvedValue({ kind: 'conflict', current });
    const { wrapper, opened, field, button, submit } = show();
    await field('Key').setValue('/app/a');
    await submit();
    expect(wrapper.get('[role="alert"]').text()).toContain('already exists (revision 1,204)');
    await button('Open it')?.trigger('click');
    expect(opened).toHaveBeenCalledExactlyOnceWith(bytes('/app/a'));
  });

  it('keeps its input after Escape and after leaving the area; is empty once the key was written', async () => {
    const first = show();
    await first.field('Key').setValue('/app/half');
    await first.value().setValue('typed');
    await first.field('Lease').setValue('7b');
    await first.wrapper.get('[role="dialog"]').trigger('keydown', { key: 'Escape' });
    expect(first.wrapper.find('[role="dialog"]').exists()).toBe(false);
    first.wrapper.unmount();

    const second = show('/other/');
    const typed = () => [
      second.field('Key').element.value,
      second.value().element.value,
      second.field('Lease').element.value,
    ];
    expect(typed()).toEqual(['/app/half', 'typed', '7b']);
    await second.submit();
    await second.wrapper.setProps({ open: true });
    expect(typed()).toEqual(['/other/', '', '']);
  });

  it('keeps separate input for each connection', async () => {
    await show().field('Key').setValue('/app/here');
    const other = mount(CreateKey, {
      props: { open: true, connection: { kind: 'local', cluster: 'c2' }, prefix: bytes('/b/') },
      global: { stubs: { UiDialog: plainDialog, UiCodeEditor: plainEditor } },
    });
    expect(other.get<HTMLInputElement>('input').element.value).toBe('/b/');
  });
});
