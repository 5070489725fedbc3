import type { FailureValue } from '@shared/contract/failures';
import type { KeyValue } from '@shared/contract/keys';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import ConflictDialog from './ConflictDialog.vue';
import { typed } from '../state/drafts';

vi.mock('../../../members/held-writes', () => ({ useHeldWrites: () => ({ count: 0 }) }));
const bytes = (text: string) => new TextEncoder().encode(text);
/** Renders dialogs in place, and diffs as their two sides. */
const stubs = {
  UiDialog: {
    props: ['open', 'title', 'description'],
    emits: ['update:open'],
    template: `<div v-if="open" role="dialog" :aria-label="title"><p>{{ description }}</p>
      <slot /><slot name="footer" /></div>`,
  },
  UiDiff: {
    props: ['before', 'after', 'beforeLabel', 'afterLabel'],
    template: `<div><pre :aria-label="beforeLabel">{{ before }}</pre><pre :aria-label="afterLabel">{{ after }}</pre></div>`,
  },
};

function keyValue(value: string | Uint8Array, modRevision: string): KeyValue {
  return {
    key: bytes('/a'),
    value: typeof value === 'string' ? bytes(value) : value,
    createRevision: '2',
    modRevision,
    version: '3',
    lease: null,
  };
}

enableAutoUnmount(afterEach);

function show(text: string, theirs: KeyValue | null, mode: 'text' | 'json' = 'text', error: unknown = null) {
  const draft = typed(bytes('/a'), keyValue('before', '5'), mode, text);
  if (!draft) throw new Error('no draft');
  const [keepMine, takeTheirs] = [vi.fn(), vi.fn()];
  const wrapper = mount(ConflictDialog, {
    props: {
      open: true,
      draft,
      theirs,
      busy: false,
      error,
      onKeepMine: keepMine,
      onTakeTheirs: takeTheirs,
      'onUpdate:open': (open: boolean) => void wrapper.setProps({ open }),
    },
    global: { stubs },
  });
  const side = (name: string) => wrapper.get(`pre[aria-label="${name}"]`).text();
  const press = (name: string) =>
    wrapper
      .findAll('button')
      .find((each) => each.text() === name)
      ?.trigger('click');
  return { wrapper, side, press, keepMine, takeTheirs };
}

describe('a key that two people changed', () => {
  it('shows both sides, and what keeping mine would overwrite', () => {
    const { wrapper, side } = show('mine', keyValue('theirs', '1204'));
    expect(wrapper.get('[role="dialog"]').attributes('aria-label')).toBe('Someone else changed this key');
    expect(wrapper.text()).toContain('Nothing was saved.');
    expect([side('Theirs, revision 1,204'), side('Yours')]).toEqual(['theirs', 'mine']);
    expect(wrapper.text()).toContain(
      'Keep mine overwrites revision 1,204, unless the key changes again first',
    );
  });

  it('does what the user chooses, and nothing else', async () => {
    const { wrapper, press, keepMine, takeTheirs } = show('mine', keyValue('theirs', '9'));
    await press('Keep editing');
    expect(wrapper.find('[role="dialog"]').exists()).toBe(false);
    expect([keepMine, takeTheirs].map((each) => each.mock.calls.length)).toEqual([0, 0]);
    await wrapper.setProps({ open: true });
    await press('Keep mine');
    await press('Take theirs');
    expect([keepMine, takeTheirs].map((each) => each.mock.calls.length)).toEqual([1, 1]);
  });

  it('says that keeping mine creates a key that was deleted', () => {
    const { wrapper, side } = show('mine', null);
    expect(wrapper.get('[role="dialog"]').attributes('aria-label')).toBe('Someone else deleted this key');
    expect(side('Theirs: deleted')).toBe('');
    expect(wrapper.text()).toContain('Keep mine creates the key again');
  });

  it('says when the key changed again while the dialog was open', async () => {
    const { wrapper } = show('mine', keyValue('theirs', '9'));
    expect(wrapper.find('[role="status"]').exists()).toBe(false);
    await wrapper.setProps({ theirs: keyValue('newer', '10') });
    expect(wrapper.get('[role="status"]').text()).toBe('It has changed again: this is the latest.');
  });

  it('formats JSON, shows binary values as hex, and shows whitespace that differs unchanged', () => {
    const json = show('{"n":2}', keyValue('{"n":1}', '9'), 'json');
    expect(json.side('Yours')).toBe('{\n  "n": 2\n}');
    const blanks = show('{"n": 1}', keyValue('{"n":1}', '9'), 'json');
    expect([blanks.side('Theirs, revision 9'), blanks.side('Yours')]).toEqual(['{"n":1}', '{"n": 1}']);
    const hex = show('ab', keyValue(Uint8Array.of(0xff), '9'));
    expect([hex.side('Theirs, revision 9'), hex.side('Yours')]).toEqual(['ff', '61 62']);
    expect(hex.wrapper.text()).toContain('One of the two is not text, so both are shown as hex.');
  });

  it('keeps both visible when keeping mine fails', () => {
    const failure: FailureValue = { code: 'NO_LEADER', data: { endpoint: 'http://e1' } };
    const { wrapper, side } = show('mine', keyValue('theirs', '9'), 'text', failure);
    expect(wrapper.text()).toContain('http://e1 knows of no leader');
    expect(side('Yours')).toBe('mine');
  });
});
