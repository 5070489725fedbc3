import type { FailureValue } from '@shared/contract/failures';
import type { EventRow, WatchEvent, WatchInfo, WatchMarker, WatchRow } from '@shared/contract/watch';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, reactive } from 'vue';
import { runCommand } from '../../actions/commands';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import { sampleCluster } from '../../members/sample';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import { fakeList } from '../../rpc/fake-list.fixture';
import { fakeLive } from '../../rpc/fake-live.fixture';
import WatchArea from './WatchArea.vue';
import EventLine from './EventLine.vue';
import { useWatchFilter } from './filter';
import { rangeName, useWatches } from './watches';

const bytes = (text: string) => new TextEncoder().encode(text);
const calls = fakeEngine.watch;
const { state } = fakeLive(calls.state);
const { rows, asked } = fakeList(calls.log);
const shown = reactive<StorePart<typeof useConnection, 'ref' | 'cluster'>>({ ref: null, cluster: null });

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../rpc/live', async () => (await import('../../rpc/fake-live.fixture')).liveModule);
vi.mock('../../rpc/list', async () => (await import('../../rpc/fake-list.fixture')).listModule);
vi.mock('../../connection/current', () => ({ useConnection: () => shown }));

/** There is no layout here, so no row would be visible: this list shows the first twenty. */
const firstRows = {
  props: ['length', 'active', 'label'],
  emits: ['update:active', 'update:follow'],
  template: `<div role="listbox" tabindex="0" :aria-label="label">
    <div v-for="n in Math.min(length, 20)" :key="n" role="option" @click="$emit('update:active', n - 1)">
      <slot name="row" :index="n - 1" /></div></div>`,
};

/** Renders dialogs in place. */
const plainDialog = {
  props: ['open', 'title'],
  emits: ['update:open'],
  template: '<div v-if="open" role="dialog" :aria-label="title"><slot /><slot name="footer" /></div>',
};

enableAutoUnmount(afterEach);

function area() {
  return mount(WatchArea, {
    attachTo: document.body,
    global: {
      stubs: {
        UiVirtualList: firstRows,
        UiDialog: plainDialog,
        UiTooltip: { props: ['text'], template: '<slot />' },
        UiDiff: { props: ['before', 'after'], template: '<p>{{ before }} => {{ after }}</p>' },
        UiCodeEditor: { props: ['modelValue'], template: '<pre>{{ modelValue }}</pre>' },
      },
    },
  });
}

function watchOf(id: string, more: Partial<WatchInfo> = {}): WatchInfo {
  return {
    id,
    range: { kind: 'prefix', key: bytes(`/${id}/`) },
    from: '5',
    startedAt: '2026-11-23T10:00:00.000Z',
    phase: { kind: 'live', endpoint: 'http://127.0.0.1:2379' },
    revision: '9',
    received: 3,
    paused: false,
    waiting: 0,
    dropped: 0,
    ...more,
  };
}

const at = '2026-11-23T10:00:00.123Z';
const cut = (text: string) => ({ bytes: bytes(text), size: text.length });
function eventRow(seq: number, more: Partial<EventRow> = {}): EventRow {
  const key = cut(`/a/${seq}`);
  const fixed = { kind: 'event', seq, at, revision: `${1200 + seq}`, key, lease: null } as const;
  return { ...fixed, change: 'created', value: cut('v'), previous: null, ...more };
}
const markerRow = (seq: number, marker: WatchMarker): WatchRow => ({ kind: 'marker', seq, at, marker });

beforeEach(() => {
  setActivePinia(createPinia());
  shown.ref = { kind: 'local', cluster: 'c' };
  shown.cluster = null;
  state.value = { watches: [] };
  for (const call of [calls.stop, calls.pause, calls.clear]) call.mockResolvedValue();
});

describe('the watch area', () => {
  it('requests nothing while there are no connections', () => {
    shown.ref = null;
    state.value = null;
    expect(area().text()).toContain('No cluster, nothing to watch');
  });

  it('says that a local cluster is stopped, with a button that starts it', async () => {
    shown.cluster = sampleCluster([{ kind: 'stopped' }]);
    const view = area();
    expect(view.text()).toContain('demo is stopped');
    expect(view.findAll('button').map((each) => each.text())).toContain('Start');
    shown.cluster = sampleCluster();
    await nextTick();
    expect(view.text()).not.toContain('is stopped');
  });

  it('starts a watch on everything from now on with one press, and on a prefix from a revision', async () => {
    calls.start.mockResolvedValue({ watch: 'new' });
    const wrapper = area();
    expect(wrapper.text()).toContain('No watches yet');
    await wrapper.get('form').trigger('submit');
    expect(calls.start).toHaveBeenLastCalledWith({
      connection: shown.ref,
      range: { kind: 'all' },
      from: null,
    });
    const radio = (name: string) => wrapper.findAll('[role="radio"]').find((each) => each.text() === name);
    await radio('Prefix')?.trigger('click');
    await radio('Revision')?.trigger('click');
    await wrapper.get('input[aria-label="Prefix to watch"]').setValue('/a\\xff');
    await wrapper.get('input[aria-label="Revision to start from"]').setValue('7');
    await wrapper.get('form').trigger('submit');
    expect(calls.start).toHaveBeenLastCalledWith({
      connection: shown.ref,
      range: { kind: 'prefix', key: Uint8Array.of(0x2f, 0x61, 0xff) },
      from: '7',
    });
  });

  it('shows a mistake beside its field, and keeps the input', async () => {
    const wrapper = area();
    await wrapper.findAll('[role="radio"]')[1]?.trigger('click');
    const field = wrapper.get<HTMLInputElement>('input[aria-label="Prefix to watch"]');
    await field.setValue('a\\q');
    await wrapper.get('form').trigger('submit');
    expect(calls.start).not.toHaveBeenCalled();
    const message = wrapper.get(`[id="${field.attributes('aria-describedby') ?? ''}"]`);
    expect(message.text()).toContain('“\\q” at position 1');
    expect(field.attributes('aria-invalid')).toBe('true');

    const denied: FailureValue = {
      code: 'PERMISSION_DENIED',
      data: { user: 'ann', action: 'Watch', key: '[/a, /b)' },
    };
    calls.start.mockRejectedValue(denied);
    await field.setValue('/a');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.get('form [role="alert"]').text()).toContain(
      'User “ann” is not allowed to watch the keys that start with /a.',
    );
    expect(field.element.value).toBe('/a');
  });

  it('marks keys that look like others, in rows and in names', () => {
    expect(rangeName({ kind: 'key', key: bytes('a ') })).toBe('a  (blank at the end)');
    const row = (text: string) => mount(EventLine, { props: { row: eventRow(1, { key: cut(text) }) } });
    expect(row('k ').find('[title="blank at the end"]').exists()).toBe(true);
    expect(row('e\u0301').text()).toContain('letters in parts');
    expect(row('\u00e9').text()).not.toContain('letters in parts');
    expect(row('k').find('[title]').exists()).toBe(false);
  });

  it('offers to watch what is permitted of a range that is refused as a whole', async () => {
    const wrapper = area();
    await wrapper.findAll('[role="radio"]')[0]?.trigger('click');
    const bytes = (text: string) => new TextEncoder().encode(text);
    const permitted = [
      { key: bytes('/a/'), rangeEnd: bytes('/a0'), access: 'read' as const },
      { key: bytes('/b'), rangeEnd: bytes('/d'), access: 'readwrite' as const },
      { key: bytes('/x'), rangeEnd: bytes(''), access: 'write' as const },
    ];
    const data = { user: 'ann', action: 'Watch', key: '[/, 0)', permitted };
    calls.start.mockRejectedValueOnce({ code: 'PERMISSION_DENIED', data });
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(wrapper.get('form [role="alert"]').text()).toContain('/x (write only)');
    calls.start.mockResolvedValue({ watch: 'w9' });
    const offer = wrapper.findAll('button').find((each) => each.text() === 'Watch the 2 permitted ranges');
    await offer?.trigger('click');
    await flushPromises();
    expect(calls.start.mock.calls.slice(-2).map(([{ range }]) => range)).toEqual([
      { kind: 'prefix', key: bytes('/a/') },
      { kind: 'range', key: bytes('/b'), rangeEnd: bytes('/d') },
    ]);
    expect(wrapper.find('form [role="alert"]').exists()).toBe(false);
  });

  it('keeps the input while another area is shown, and is empty once the watch has started', async () => {
    calls.start.mockResolvedValue({ watch: 'new' });
    const radio = (wrapper: ReturnType<typeof area>, name: string) =>
      wrapper.findAll('[role="radio"]').find((each) => each.text() === name);
    const before = area();
    await radio(before, 'Key')?.trigger('click');
    await radio(before, 'Revision')?.trigger('click');
    await before.get('input[aria-label="Key to watch"]').setValue('/half');
    await before.get('input[aria-label="Revision to start from"]').setValue('12');
    before.unmount();

    const after = area();
    const field = (name: string) => after.get<HTMLInputElement>(`input[aria-label="${name}"]`).element;
    expect([field('Key to watch').value, field('Revision to start from').value]).toEqual(['/half', '12']);
    await after.get('form').trigger('submit');
    await flushPromises();
    expect([field('Key to watch').value, field('Revision to start from').value]).toEqual(['', '']);
  });

  it('refuses an impossible revision beside its field', async () => {
    const wrapper = area();
    const radios = wrapper.findAll('[role="radio"]');
    await radios.find((each) => each.text() === 'Revision')?.trigger('click');
    const field = wrapper.get<HTMLInputElement>('input[aria-label="Revision to start from"]');
    await field.setValue('9223372036854775808');
    await wrapper.get('form').trigger('submit');
    expect(calls.start).not.toHaveBeenCalled();
    const message = wrapper.get(`[id="${field.attributes('aria-describedby') ?? ''}"]`);
    expect(message.text()).toBe('Revisions end at 9,223,372,036,854,775,807.');
  });

  it('shows what happened to each key, and to the watch in between', async () => {
    state.value = { watches: [watchOf('a')] };
    rows.value = [
      markerRow(0, { kind: 'started', revision: '1201', endpoint: 'http://e1' }),
      eventRow(1),
      eventRow(2, { change: 'modified', value: cut('n=2'), previous: cut('n=1'), lease: '7a' }),
      eventRow(3, { change: 'deleted', value: null, previous: cut('gone') }),
      markerRow(4, { kind: 'missed', from: '1300', to: '1305' }),
      markerRow(5, {
        kind: 'resumed',
        revision: '1306',
        endpoint: 'http://e2',
        afterMs: 1200,
        complete: true,
      }),
    ];
    const wrapper = area();
    const lines = wrapper.findAll('[role="option"]').map((line) => line.text().replace(/\s+/g, ' '));
    expect(lines[0]).toContain('Watching from revision 1,201 on http://e1');
    expect(lines[1]).toMatch(/1,201.*PUT.*created.*\/a\/1.*v/);
    expect(lines[2]).toMatch(/PUT.*modified.*\/a\/2.*n=.*1.*2.*7a/);
    expect(wrapper.findAll('[role="option"]')[2]?.get('del').text()).toBe('1');
    expect(wrapper.findAll('[role="option"]')[2]?.get('ins').text()).toBe('2');
    expect(lines[3]).toMatch(/DELETE.*deleted.*\/a\/3.*gone/);
    expect(lines[4]).toContain('Missed revisions 1,300 to 1,305');
    expect(lines[5]).toContain('Resumed at revision 1,306 on http://e2 after 1.2 s; nothing missed');
    await nextTick();
    expect(asked()).toMatchObject({ watch: 'a', search: new Uint8Array(0), within: 'any' });
  });

  it('pauses by Space in the log and not in a field, and says how many wait', async () => {
    state.value = { watches: [watchOf('a')] };
    rows.value = [eventRow(1)];
    const wrapper = area();
    await wrapper.get('input[aria-label="Search keys and values"]').trigger('keydown', { key: ' ' });
    expect(calls.pause).not.toHaveBeenCalled();
    await wrapper.get('[role="listbox"]').trigger('keydown', { key: ' ' });
    expect(calls.pause).toHaveBeenLastCalledWith({ watch: 'a', paused: true });
    state.value = { watches: [watchOf('a', { paused: true, waiting: 1204 })] };
    await nextTick();
    expect(wrapper.get('[role="status"]').text()).toBe('paused, 1,204 waiting');
    expect(wrapper.get('[role="tab"]').text()).toContain('paused');
    await wrapper.get('[role="listbox"]').trigger('keydown', { key: ' ' });
    expect(calls.pause).toHaveBeenLastCalledWith({ watch: 'a', paused: false });
  });

  it('moves between watches by arrow keys and closes one by Delete, showing the one beside it', async () => {
    state.value = { watches: [watchOf('a'), watchOf('b', { received: 0 }), watchOf('c')] };
    const wrapper = area();
    const selected = () => wrapper.get('[role="tab"][aria-selected="true"]');
    expect(selected().text()).toBe('/c/…');
    await selected().trigger('keydown', { key: 'ArrowLeft' });
    expect(selected().text()).toBe('/b/…');
    expect(document.activeElement).toBe(selected().element);
    expect(asked()?.watch).toBe('b');
    await selected().trigger('keydown', { key: 'Delete' });
    expect(calls.stop).toHaveBeenCalledWith({ watch: 'b' });
    state.value = { watches: [watchOf('a'), watchOf('c')] };
    await nextTick();
    expect(selected().text()).toBe('/c/…');
  });

  it('closes a watch with changes in its log in two steps, by key, button or command', async () => {
    state.value = { watches: [watchOf('a', { received: 1204 }), watchOf('b')] };
    const wrapper = area();
    const dialog = () => wrapper.find('[role="dialog"]');
    const button = (name: string) =>
      wrapper.findAll('button').find((each) => [each.attributes('aria-label'), each.text()].includes(name));
    await wrapper.get('[role="tab"]').trigger('click');
    await wrapper.get('[role="tab"]').trigger('keydown', { key: 'Delete' });
    expect(dialog().attributes('aria-label')).toBe('Close the watch on /a/…?');
    expect(dialog().text()).toContain('Its log is discarded: 1,204 changes.');
    await button('Cancel')?.trigger('click');
    expect(dialog().exists()).toBe(false);
    await button('Close the watch on /b/…')?.trigger('click');
    expect(dialog().attributes('aria-label')).toBe('Close the watch on /b/…?');
    await button('Cancel')?.trigger('click');
    runCommand('watch.close');
    await nextTick();
    expect(calls.stop).not.toHaveBeenCalled();
    await button('Close watch')?.trigger('click');
    expect(calls.stop).toHaveBeenCalledExactlyOnceWith({ watch: 'a' });
    expect(dialog().exists()).toBe(false);
    wrapper.get<HTMLElement>('[role="tab"]').element.focus();
    state.value = { watches: [watchOf('b')] };
    await nextTick();
    await nextTick();
    expect(document.activeElement).toBe(wrapper.get('[role="tab"]').element);
  });

  it('says why it is not live, and where it will resume', () => {
    const failure: FailureValue = { code: 'NO_LEADER', data: { endpoint: 'http://e1' } };
    const resuming = { kind: 'resuming', since: at, failure } as const;
    state.value = { watches: [watchOf('a', { phase: resuming })] };
    const badge = area().get('[role="status"]');
    expect(badge.text()).toBe('resuming…');
    expect(badge.attributes('aria-description')).toContain('It resumes at revision 10');
    expect(badge.attributes('aria-description')).toContain('http://e1 knows of no leader');
  });

  it('filters in the engine, refuses an invalid search, and says when nothing matches', async () => {
    vi.useFakeTimers();
    try {
      state.value = { watches: [watchOf('a')] };
      const wrapper = area();
      const field = wrapper.get('input[aria-label="Search keys and values"]');
      await field.setValue('x\\00');
      vi.advanceTimersByTime(150);
      await nextTick();
      expect(wrapper.text()).toContain('is not a valid byte escape');
      expect(asked()?.search).toEqual(new Uint8Array(0));
      await field.setValue('x\\x00');
      vi.advanceTimersByTime(150);
      await nextTick();
      expect(asked()?.search).toEqual(Uint8Array.of(0x78, 0));
      useWatchFilter().changes = 'put';
      await nextTick();
      expect(asked()?.changes).toEqual(['created', 'modified']);
      expect(wrapper.text()).toContain('No changes match');
      const clear = wrapper.findAll('button').find((button) => button.text() === 'Clear filter');
      await clear?.trigger('click');
      expect(asked()).toMatchObject({
        search: new Uint8Array(0),
        changes: ['created', 'modified', 'deleted'],
      });
    } finally {
      vi.useRealTimers();
    }
  });

  it('shows a chosen change in full, with the diff to the value before, and closes it by Escape', async () => {
    state.value = { watches: [watchOf('a')] };
    rows.value = [eventRow(8, { change: 'modified' }), eventRow(9)];
    const event: WatchEvent = {
      seq: 8,
      at,
      revision: '1208',
      change: 'modified',
      key: bytes('/a/8'),
      value: bytes('{"n":2}'),
      createRevision: '1000',
      version: '4',
      lease: null,
      previous: { value: bytes('{"n":1}'), revision: '1100' },
    };
    calls.event.mockResolvedValue(event);
    const wrapper = area();
    await wrapper.get('[role="option"]').trigger('click');
    await flushPromises();
    expect(calls.event).toHaveBeenCalledWith({ watch: 'a', seq: 8 }, expect.anything());
    const details = wrapper.get('section[aria-label="Change to /a/8"]');
    expect(details.text()).toContain('revision 1,100');
    expect(details.text()).toMatch(/"n": 1\s*} => \{\s*"n": 2/);
    expect(useWatches().follows('a')).toBe(false);
    await details.trigger('keydown', { key: 'Escape' });
    expect(wrapper.find('section').exists()).toBe(false);
    expect(document.activeElement?.getAttribute('role')).toBe('listbox');
  });

  it('follows new changes in each watch by itself: what is read in one does not hold up another', async () => {
    state.value = { watches: [watchOf('a'), watchOf('b')] };
    rows.value = [eventRow(8), eventRow(9)];
    const wrapper = area();
    const button = (name: string) => wrapper.find(`button[aria-label="${name}"]`);
    await button('Stop following new changes').trigger('click');
    expect(button('Follow new changes').exists()).toBe(true);
    await wrapper.findAll('[role="tab"]')[0]?.trigger('click');
    await flushPromises();
    expect(button('Stop following new changes').exists()).toBe(true);
    await wrapper.findAll('[role="tab"]')[1]?.trigger('click');
    await flushPromises();
    expect(button('Follow new changes').exists()).toBe(true);
  });

  it('says of a change that is no creation when its previous value was compacted', () => {
    state.value = { watches: [watchOf('a')] };
    rows.value = [
      eventRow(1),
      eventRow(2, { change: 'modified' }),
      eventRow(3, { change: 'deleted', value: null }),
      eventRow(4, { change: 'modified', previous: cut('before') }),
    ];
    const lines = area()
      .findAll('[role="option"]')
      .map((line) => line.text());
    expect(lines.map((line) => line.includes('(previous value compacted)'))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(lines[1]).not.toContain('new');
  });

  it('says when a change has been dropped from the log', async () => {
    state.value = { watches: [watchOf('a')] };
    rows.value = [eventRow(8)];
    calls.event.mockResolvedValue(null);
    const wrapper = area();
    await wrapper.get('[role="option"]').trigger('click');
    await flushPromises();
    expect(wrapper.text()).toContain('This change was dropped from the log.');
  });
});
