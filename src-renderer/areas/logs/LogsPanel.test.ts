import type { LogRow } from '@shared/contract/logs';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, reactive, ref } from 'vue';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import { sampleCluster, sampleNode, up } from '../../members/sample';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import { fakeList } from '../../rpc/fake-list.fixture';
import LogsPanel from './LogsPanel.vue';

const list = fakeList(fakeEngine.logs);
const { rows, asked } = list;
const connection = reactive<StorePart<typeof useConnection, 'kind' | 'cluster'>>({
  kind: 'local',
  cluster: null,
});
const runCommand = vi.fn((id: string) => id !== '');
const dock = { logNode: ref<string | null>(null) };
const copied = vi.fn((text: string) => Promise.resolve(text !== ''));

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../rpc/list', async () => (await import('../../rpc/fake-list.fixture')).listModule);
vi.mock('../../actions/commands', () => ({ runCommand: (id: string) => runCommand(id) }));
vi.mock('../../connection/current', () => ({ useConnection: () => connection }));
vi.mock('../../navigation/dock', () => ({ useDock: () => dock }));
vi.mock('../../ui/clipboard', () => ({ copyText: (text: string) => copied(text) }));

/** There is no layout here, so no row would be visible: this list shows the first twenty. */
const firstRows = {
  props: ['length', 'active', 'label'],
  emits: ['update:active', 'update:follow'],
  template: `<div role="listbox" tabindex="0" :aria-label="label">
    <div v-for="n in Math.min(length, 20)" :key="n" role="option" @click="$emit('update:active', n - 1)">
      <slot name="row" :index="n - 1" /></div></div>`,
};

enableAutoUnmount(afterEach);

beforeEach(() => {
  setActivePinia(createPinia());
  connection.cluster = sampleCluster([up, up], { id: 'c1' });
  dock.logNode.value = null;
});

function line(seq: number, more: Partial<LogRow> = {}): LogRow {
  const at = '2026-11-23T10:00:00.123456Z';
  return { seq, node: 'n1', at, level: 'info', message: `message ${seq}`, fields: [], caller: null, ...more };
}

function panel() {
  return mount(LogsPanel, {
    attachTo: document.body,
    global: {
      stubs: { UiVirtualList: firstRows, UiTooltip: { props: ['text'], template: '<slot />' } },
    },
  });
}

describe('the log panel', () => {
  it('offers to create a cluster while there is none, and requests nothing', async () => {
    connection.cluster = null;
    const wrapper = panel();
    expect(wrapper.text()).toContain('No cluster, no log');
    expect(asked()).toBeNull();
    await wrapper.get('button').trigger('click');
    expect(runCommand).toHaveBeenCalledWith('local.new');
  });

  it('requests all nodes, or the one the dock names if the cluster has it', async () => {
    panel();
    expect(asked()).toEqual({ cluster: 'c1', node: null, minLevel: 'debug', search: '' });
    dock.logNode.value = 'n2';
    await nextTick();
    expect(asked()?.node).toBe('n2');
    connection.cluster = sampleCluster([], { id: 'c2', nodes: [{ ...sampleNode(0), name: 'other' }] });
    await nextTick();
    expect(asked()).toMatchObject({ cluster: 'c2', node: null });
  });

  it('shows how many lines it has and how many were dropped', async () => {
    rows.value = [line(0)];
    const wrapper = panel();
    expect(wrapper.text()).toContain('1 line');
    expect(wrapper.text()).not.toContain('fell out');
    rows.value = Array.from({ length: 1204 }, (_, seq) => line(seq));
    list.dropped.value = 300;
    await nextTick();
    expect(wrapper.text()).toContain('1,204 lines');
    expect(wrapper.text()).toContain('300 older lines dropped');
    // Reachable by keyboard, and announces why.
    const note = wrapper.get('[role="note"][tabindex="0"]');
    expect(note.text()).toContain('300 older lines');
    expect(note.attributes('aria-description')).toContain('last 20,000 lines');
  });

  it('shows a level as a word, fields beside the message, and the node only among several', async () => {
    rows.value = [line(0, { level: 'fatal', fields: [{ name: 'error', value: '"disk full"' }] })];
    const wrapper = panel();
    const option = wrapper.get('[role="option"]');
    expect(option.text()).toContain('FATAL');
    expect(option.text()).toContain('error=disk full');
    expect(option.text()).toContain('n1');
    dock.logNode.value = 'n1';
    await nextTick();
    expect(wrapper.get('[role="option"]').text()).not.toContain('n1');
  });

  it('searches when the user pauses typing, and offers to clear the filter when nothing matches', async () => {
    vi.useFakeTimers();
    try {
      const wrapper = panel();
      const field = wrapper.get<HTMLInputElement>('input[aria-label="Search the log"]');
      await field.setValue(' elec');
      vi.advanceTimersByTime(100);
      await field.setValue(' election ');
      vi.advanceTimersByTime(149);
      expect(asked()?.search).toBe('');
      vi.advanceTimersByTime(1);
      await nextTick();
      expect(asked()?.search).toBe('election');
      expect(wrapper.text()).toContain('No lines match');
      await wrapper
        .findAll('button')
        .find((button) => button.text() === 'Clear filter')
        ?.trigger('click');
      expect(asked()).toMatchObject({ search: '', minLevel: 'debug' });
      expect(field.element.value).toBe('');
      expect(wrapper.text()).toContain('No lines yet');
    } finally {
      vi.useRealTimers();
    }
  });

  it('filters by level', async () => {
    const wrapper = panel();
    const group = wrapper.get('[aria-label="Minimum level"]');
    await group.findAll('[role="radio"]')[2]?.trigger('click');
    expect(asked()?.minLevel).toBe('warn');
  });

  it('opens a chosen line, stops following, copies it as JSON, and closes by Escape', async () => {
    rows.value = [
      line(0, { caller: 'raft/raft.go:1', fields: [{ name: 'stacktrace', value: '"a\\nb"' }] }),
      line(1),
    ];
    const wrapper = panel();
    await wrapper.get('[role="option"]').trigger('click');
    const details = wrapper.get('section[aria-label="Log line from n1"]');
    expect(details.text()).toContain('raft/raft.go:1');
    expect(details.text()).toContain('2026-11-23 10:00:00.123456 UTC');
    expect(details.text()).toContain('a\nb');
    expect(wrapper.find('button[aria-label="Follow new lines"]').exists()).toBe(true);
    await details.get('button[aria-label="Copy as JSON"]').trigger('click');
    await flushPromises();
    expect(JSON.parse(copied.mock.lastCall?.[0] ?? '')).toMatchObject({
      msg: 'message 0',
      stacktrace: 'a\nb',
    });
    await wrapper.get('[role="listbox"]').trigger('keydown', { key: 'Escape' });
    expect(wrapper.find('section').exists()).toBe(false);
  });

  it('returns the focus to the list when the details close', async () => {
    rows.value = [line(0)];
    const wrapper = panel();
    await wrapper.get('[role="option"]').trigger('click');
    await wrapper.get('button[aria-label="Close details"]').trigger('click');
    expect(document.activeElement?.getAttribute('role')).toBe('listbox');
  });

  it('warns that lines may be out of date, but not during the first load', async () => {
    list.stale.value = true;
    list.known.value = false;
    const wrapper = panel();
    expect(wrapper.text()).not.toContain('Reconnecting');
    expect(wrapper.text()).not.toContain('No lines yet');
    list.known.value = true;
    await nextTick();
    expect(wrapper.text()).toContain('Reconnecting');
  });
});
