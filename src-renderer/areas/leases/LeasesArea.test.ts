import type { FailureValue } from '@shared/contract/failures';
import type { LeaseRow } from '@shared/contract/leases';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, reactive } from 'vue';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import { fakeList } from '../../rpc/fake-list.fixture';
import { fakeLive } from '../../rpc/fake-live.fixture';
import { sampleCluster } from '../../members/sample';
import type { copyText } from '../../ui/clipboard';
import type { showToast } from '../../ui/overlays/toast';
import LeasesArea from './LeasesArea.vue';

const toast = vi.hoisted(() => vi.fn<typeof showToast>());
const copied = vi.hoisted(() => vi.fn<typeof copyText>());
const calls = fakeEngine.leases;
const { state: status } = fakeLive(calls.status);
const { state: followed } = fakeLive(calls.lease);
const { rows, asked } = fakeList(calls);
const { rows: attached } = fakeList(calls.attached);
const shown = reactive<StorePart<typeof useConnection, 'ref' | 'ready' | 'cluster'>>({
  ref: null,
  ready: true,
  cluster: null,
});

vi.mock('../../members/held-writes', () => ({ useHeldWrites: () => ({ count: 0 }) }));
vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../rpc/live', async () => (await import('../../rpc/fake-live.fixture')).liveModule);
vi.mock('../../rpc/list', async () => (await import('../../rpc/fake-list.fixture')).listModule);
vi.mock('../../connection/current', () => ({ useConnection: () => shown }));
vi.mock('../../ui/overlays/toast', () => ({ showToast: toast }));
vi.mock('../../ui/clipboard', () => ({ copyText: copied }));

/** There is no layout here, so no row would be visible: this list shows the first twenty. */
const firstRows = {
  props: ['length', 'active', 'label'],
  emits: ['update:active'],
  template: `<div role="listbox" tabindex="0" :aria-label="label">
    <div v-for="n in Math.min(length, 20)" :key="n" role="option" :aria-selected="n - 1 === active"
      @click="$emit('update:active', n - 1)"><slot name="row" :index="n - 1" /></div></div>`,
};
/** Renders dialogs in place. */
const plainDialog = {
  props: ['open', 'title'],
  emits: ['update:open'],
  template: '<div v-if="open" role="dialog" :aria-label="title"><slot /><slot name="footer" /></div>',
};

enableAutoUnmount(afterEach);
beforeEach(() => {
  setActivePinia(createPinia());
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  toast.mockReset();
  copied.mockReset();
  for (const call of [calls.look, calls.keepAlive, calls.stopKeepAlive]) call.mockResolvedValue();
  calls.keepAliveOnce.mockResolvedValue({ ttl: 60 });
  calls.find.mockResolvedValue(null);
  shown.ref = { kind: 'local', cluster: 'c1' };
  shown.cluster = null;
  status.value = { phase: { kind: 'live' }, count: 2, keepAlives: [] };
  rows.value = [lease('7b', 42_300, { keys: 3 }), lease('694da209a43e8603', 3_605_000)];
});
afterEach(() => vi.useRealTimers());

function lease(id: string, remainingMs: number, more: Partial<LeaseRow> = {}): LeaseRow {
  const grantedTtl = remainingMs > 60_000 ? 7200 : 60;
  return { id, life: { grantedTtl, remainingMs }, at: performance.now(), keys: 0, keepAlive: null, ...more };
}

function area() {
  return mount(LeasesArea, {
    attachTo: document.body,
    global: {
      stubs: {
        UiVirtualList: firstRows,
        UiDialog: plainDialog,
        UiTooltip: { props: ['text'], template: '<slot />' },
      },
    },
  });
}
type Area = ReturnType<typeof area>;

const button = (view: Area, name: string) =>
  view.findAll('button').find((each) => each.text() === name || each.attributes('aria-label') === name);
async function press(view: Area, name: string): Promise<void> {
  const found = button(view, name);
  if (!found) throw new Error(`no button ${name}`);
  await found.trigger('click');
  await flushPromises();
}
async function submit(view: Area): Promise<void> {
  await view.find('[role=dialog] form').trigger('submit');
  await flushPromises();
}
/** Chooses the first lease and opens its details. */
async function choose(view: Area, row = rows.value[0]): Promise<void> {
  if (row) followed.value = { kind: 'here', row };
  await view.find('[role=option]').trigger('click');
  await flushPromises();
}
const optionTexts = (view: Area) =>
  view.findAll('[role=option]').map((each) => each.text().replace(/\s+/g, ' '));

describe('the list', () => {
  it('shows each with its 16 digits, its remaining time and its attached keys', () => {
    const [first = '', second = ''] = optionTexts(area());
    expect(first).toContain('000000000000007b');
    expect(first).toContain('Lease 000000000000007b, 42 s of 60 s left, 3 keys');
    expect(second).toContain('1 h of 2 h left, no keys');
  });

  it('counts down between the signals of the engine, and says when a lease is about to end', async () => {
    const view = area();
    vi.advanceTimersByTime(2400);
    await nextTick();
    expect(optionTexts(view)[0]).toContain('39 s');
    vi.advanceTimersByTime(40_200);
    await nextTick();
    expect(optionTexts(view)[0]).toContain('ending…');
  });

  it('shows nothing that is not known yet', () => {
    rows.value = [lease('7b', 0, { life: null, keys: null })];
    expect(optionTexts(area())[0]).toContain('…');
  });

  it('sorts by a column, and reverses the order on a second press', async () => {
    const view = area();
    expect(asked()).toMatchObject({ sort: 'remaining', descending: false });
    await press(view, 'Sort by Granted');
    expect(asked()).toMatchObject({ sort: 'granted', descending: false });
    await press(view, 'Sorted by Granted, lowest first; reverse the order');
    expect(asked()).toMatchObject({ sort: 'granted', descending: true });
  });

  it('tells the engine which rows are visible', async () => {
    area();
    await flushPromises();
    expect(calls.look).toHaveBeenCalledWith({ list: asked()?.list, from: 0, to: 2 });
  });

  it('says that a local cluster is stopped, with a button that starts it', async () => {
    const failure = { code: 'NO_LEADER', data: { endpoint: 'http://x' } } as const;
    const phase = { kind: 'failing', since: '2026-11-23T10:00:00.000Z', failure } as const;
    status.value = { phase, count: 0, keepAlives: [] };
    rows.value = [];
    shown.cluster = sampleCluster([{ kind: 'stopped' }]);
    const view = area();
    expect(view.text()).toContain('demo is stopped');
    expect(button(view, 'Start')).toBeDefined();
    expect(view.text()).not.toContain('http://x');
    shown.cluster = sampleCluster();
    await nextTick();
    expect(view.text()).not.toContain('is stopped');
    expect(view.text()).toContain('http://x');
  });

  it('says when no member could be asked, and keeps counting down', () => {
    const failure = { code: 'NO_LEADER', data: { endpoint: 'http://x' } } as const;
    const phase = { kind: 'failing', since: '2026-11-23T10:00:00.000Z', failure } as const;
    status.value = { phase, count: 2, keepAlives: [] };
    const view = area();
    expect(view.find('[role=toolbar]').text()).toContain('not up to date');
    expect(optionTexts(view)).toHaveLength(2);
  });

  it('says how many of very many leases it shows', () => {
    status.value = { phase: { kind: 'live' }, count: 1_000_000, keepAlives: [] };
    expect(area().find('[role=toolbar]').text()).toContain('the first 100,000 of 1,000,000 by ID');
  });

  it('says what the user has no permission to see', () => {
    const data = { user: 'ada', action: 'LeaseLeases', key: null };
    const phase = { kind: 'failing', since: '', failure: { code: 'PERMISSION_DENIED', data } } as const;
    status.value = { phase, count: 0, keepAlives: [] };
    rows.value = [];
    const view = area();
    expect(view.text()).toContain('ada');
    expect(view.text()).toContain('only to users who can read all');
  });

  it('says what to do when there is none', async () => {
    rows.value = [];
    const view = area();
    expect(view.text()).toContain('No leases');
    await press(view, 'Grant lease…');
    expect(view.find('[role=dialog]').exists()).toBe(true);
  });
});

describe('a lease', () => {
  it('is kept alive once, or until told to stop', async () => {
    const view = area();
    await choose(view);
    await press(view, 'Keep alive once');
    expect(calls.keepAliveOnce).toHaveBeenCalledWith({ connection: shown.ref, id: '7b' });
    await press(view, 'Keep alive');
    expect(calls.keepAlive).toHaveBeenCalledWith({ connection: shown.ref, id: '7b' });
    const renewedAt = '2026-11-23T10:00:00.000Z';
    const row = lease('7b', 59_000, { keepAlive: { kind: 'kept', renewedAt } });
    followed.value = { kind: 'here', row };
    await nextTick();
    expect(view.text()).toContain('kept alive');
    await press(view, 'Stop keeping alive');
    expect(calls.stopKeepAlive).toHaveBeenCalledWith({ connection: shown.ref, id: '7b' });
  });

  it('shows its attached keys, whatever their bytes', async () => {
    attached.value = [{ key: Uint8Array.of(0x61, 0, 0x5c), size: 3 }];
    const view = area();
    await choose(view);
    expect(view.text()).toContain('a\\x00\\\\');
  });

  it('stays chosen when the order changes', async () => {
    calls.find.mockResolvedValue({ row: 1 });
    const view = area();
    await choose(view);
    rows.value = [...rows.value].reverse();
    await flushPromises();
    expect(calls.find).toHaveBeenCalledWith({ list: asked()?.list, id: '7b' });
    expect(view.findAll('[role=option]')[1]?.attributes('aria-selected')).toBe('true');
  });

  it('is shown as ended when it has', async () => {
    const view = area();
    await choose(view);
    followed.value = { kind: 'gone' };
    await nextTick();
    expect(view.text()).toContain('This lease has ended');
  });

  it('can have its ID copied by keyboard', async () => {
    copied.mockResolvedValue(true);
    const view = area();
    await choose(view);
    await view.find('[role=listbox]').trigger('keydown', { key: 'c', ctrlKey: true });
    expect(copied).toHaveBeenCalledWith('000000000000007b');
  });

  it('whose keep-alive failed is reported until the user dismisses it', async () => {
    const failure = { code: 'LEASE_NOT_FOUND', data: { lease: '7b' } } as const;
    const state = { kind: 'ended', at: '2026-11-23T10:00:00.000Z', failure } as const;
    status.value = { phase: { kind: 'live' }, count: 0, keepAlives: [{ id: '7b', state }] };
    const view = area();
    expect(view.text()).toContain('A lease is no longer kept alive');
    await press(view, 'Dismiss');
    expect(calls.stopKeepAlive).toHaveBeenCalledWith({ connection: shown.ref, id: '7b' });
  });
});

describe('a new lease', () => {
  async function opened(): Promise<Area> {
    const view = area();
    await press(view, 'Grant lease…');
    return view;
  }
  const field = (view: Area, at: number) => {
    const input = view.findAll<HTMLInputElement>('[role=dialog] input')[at];
    if (!input) throw new Error('no such field');
    return input;
  };

  it('is granted for the typed seconds with the typed ID, and is chosen then', async () => {
    calls.grant.mockResolvedValue({ id: '7b', ttl: 90 });
    const view = await opened();
    await field(view, 0).setValue(90);
    await field(view, 1).setValue('0x7B');
    await submit(view);
    expect(calls.grant).toHaveBeenCalledWith({ connection: shown.ref, ttl: 90, id: '7b' });
    expect(view.find('[role=dialog]').exists()).toBe(false);
    expect(view.find('section').attributes('aria-label')).toBe('Lease 000000000000007b');
    expect(calls.keepAlive).not.toHaveBeenCalled();
  });

  it('is refused beside its field, and the input stays', async () => {
    calls.grant.mockRejectedValue({ code: 'LEASE_EXISTS', data: { lease: '7b' } } satisfies FailureValue);
    const view = await opened();
    await field(view, 1).setValue('7b');
    await submit(view);
    expect(view.find('[role=alert]').text()).toContain('already exists');
    expect(field(view, 1).element.value).toBe('7b');
    await field(view, 1).setValue('7c');
    expect(view.find('[role=alert]').exists()).toBe(false);
  });

  it('keeps its input while another area is shown, and is empty once it was granted', async () => {
    calls.grant.mockResolvedValue({ id: '7b', ttl: 90 });
    const before = await opened();
    await field(before, 0).setValue(90);
    await field(before, 1).setValue('7b');
    before.unmount();

    const after = await opened();
    const typed = () => [0, 1].map((at) => field(after, at).element.value);
    expect(typed()).toEqual(['90', '7b']);
    await submit(after);
    await press(after, 'Grant lease…');
    expect(typed()).toEqual(['60', '']);
  });

  it.each([
    ['60', 'zz', 'Use hex digits only'],
    ['60', '0', '0 means no lease'],
    ['0', '', 'Type a whole number of seconds'],
    ['', '', 'Type a whole number of seconds'],
  ])('of %j seconds and ID %j is not requested', async (ttl, id, words) => {
    const view = await opened();
    await field(view, 0).setValue(ttl);
    await field(view, 1).setValue(id);
    await submit(view);
    expect(view.find('[role=alert]').text()).toContain(words);
    expect(calls.grant).not.toHaveBeenCalled();
  });
});

describe('the end of a lease', () => {
  async function asking(keys: number | null): Promise<Area> {
    calls.countKeys.mockResolvedValue({ keys });
    const view = area();
    await choose(view);
    await view.find('[role=listbox]').trigger('keydown', { key: 'Delete' });
    await flushPromises();
    return view;
  }
  const isReady = (view: Area) => button(view, 'Revoke')?.attributes('disabled') === undefined;

  it('first says how many keys it deletes', async () => {
    calls.revoke.mockResolvedValue({ kind: 'revoked' });
    const view = await asking(3);
    expect(view.find('[role=dialog]').text()).toContain('3 keys are deleted with it');
    expect(isReady(view)).toBe(true);
    await submit(view);
    expect(calls.revoke).toHaveBeenCalledWith({ connection: shown.ref, id: '7b', confirmed: 3 });
    expect(view.find('[role=dialog]').exists()).toBe(false);
  });

  it('requires typing the number above a hundred keys, and the ID when the number is unknown', async () => {
    const many = await asking(1234);
    expect(isReady(many)).toBe(false);
    await many.find('[role=dialog] input').setValue('1,234');
    expect(isReady(many)).toBe(true);
    many.unmount();
    const unknown = await asking(null);
    expect(unknown.find('[role=dialog]').text()).toContain('not known');
    await unknown.find('[role=dialog] input').setValue('000000000000007b');
    expect(isReady(unknown)).toBe(true);
  });

  it('needs a new confirmation when keys were added meanwhile', async () => {
    calls.revoke.mockResolvedValue({ kind: 'changed', keys: 5 });
    const view = await asking(3);
    await submit(view);
    expect(view.find('[role=dialog]').text()).toContain('5 keys are deleted with it');
    expect(view.find('[role=dialog]').text()).toContain('Nothing was done');
    await submit(view);
    expect(calls.revoke).toHaveBeenLastCalledWith({ connection: shown.ref, id: '7b', confirmed: 5 });
  });
});
