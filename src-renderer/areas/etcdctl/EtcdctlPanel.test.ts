import type { CommandRow } from '@shared/contract/etcdctl';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { toasts } from '../../ui/overlays/toast';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import { fakeEngine, fakeInfo, sampleInfo } from '../../rpc/fake-engine.fixture';
import { fakeList } from '../../rpc/fake-list.fixture';
import EtcdctlPanel from './EtcdctlPanel.vue';

const connection = { kind: 'local', cluster: 'c1' } as const;
const shown: StorePart<typeof useConnection, 'ref'> = { ref: connection };
const { rows, asked } = fakeList(fakeEngine.etcdctl);
const typed = vi.fn((to: unknown, text: string) => Promise.resolve(to !== null && text !== ''));
const copied = vi.fn((text: string) => Promise.resolve(text !== ''));
const dock = { show: vi.fn() };

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../connection/current', () => ({ useConnection: () => shown }));
vi.mock('../../navigation/terminal-input', () => ({
  typeIntoTerminal: (to: unknown, text: string) => typed(to, text),
}));
vi.mock('../../navigation/dock', () => ({ useDock: () => dock }));
vi.mock('../../ui/clipboard', () => ({ copyText: (text: string) => copied(text) }));

/** There is no layout here, so no row would be visible. */
const allRows = {
  props: ['length', 'active', 'label'],
  emits: ['choose', 'update:active'],
  template: `<div role="listbox" :aria-label="label">
    <div v-for="n in length" :key="n" role="option" @click="$emit('update:active', n - 1)"
      @dblclick="$emit('choose', n - 1)">
      <slot name="row" :index="n - 1" :active="n - 1 === active" /></div></div>`,
};
const stubs = { UiVirtualList: allRows, UiTooltip: { props: ['text'], template: '<slot />' } };

enableAutoUnmount(afterEach);
beforeEach(() => {
  setActivePinia(createPinia());
  vi.clearAllMocks();
  fakeInfo.value = sampleInfo;
  fakeEngine.etcdctl.line.mockImplementation(({ seq }) => Promise.resolve({ line: `etcdctl put k v${seq}` }));
  rows.value = [row(0), row(1, { failure: { code: 'KEY_EMPTY', data: {} } }), row(2, { hindrance: 'nul' })];
});

function row(seq: number, more: Partial<CommandRow> = {}): CommandRow {
  const start = `etcdctl put k v${seq}`;
  const at = '2026-11-23T10:00:00.000Z';
  return {
    seq,
    at,
    connection,
    area: 'keys',
    start,
    length: start.length,
    hindrance: null,
    failure: null,
    ...more,
  };
}

async function show() {
  const wrapper = mount(EtcdctlPanel, { global: { stubs } });
  await flushPromises();
  const lines = () => wrapper.findAll('[role="option"]');
  const button = (at: number, label: string) => lines()[at]?.find(`button[aria-label="${label}"]`);
  return { wrapper, lines, button };
}

describe('the command log', () => {
  it('shows each command and its outcome', async () => {
    const { lines } = await show();
    expect(lines().map((line) => line.find('[role="img"]').attributes('aria-label'))).toEqual([
      'Succeeded',
      expect.stringMatching(/^Failed: /),
      'Succeeded',
    ]);
    expect(lines()[0]?.text()).toContain('etcdctl put k v0');
  });

  it('tells keyboard users why the command in the active row failed', async () => {
    const { lines } = await show();
    const outcome = () => lines()[1]?.get('[aria-label^="Failed: "]');
    expect(outcome()?.attributes('tabindex')).toBeUndefined();
    await lines()[1]?.trigger('click');
    expect(outcome()?.attributes('tabindex')).toBe('0');
    expect(lines()[0]?.get('[role="img"]').attributes('tabindex')).toBeUndefined();
  });

  it('copies the whole line', async () => {
    const { button } = await show();
    await button(1, 'Copy command')?.trigger('click');
    await flushPromises();
    expect(copied).toHaveBeenCalledWith('etcdctl put k v1');
  });

  it('types a command into a terminal of its connection and shows that terminal', async () => {
    const { button } = await show();
    await button(0, 'Type it in the terminal, without pressing Enter')?.trigger('click');
    await flushPromises();
    expect(typed).toHaveBeenCalledWith(connection, 'etcdctl put k v0');
    expect(dock.show).toHaveBeenCalledWith('terminal');
  });

  it('offers no typing for commands that no shell can run, or without a terminal', async () => {
    const { button, lines } = await show();
    expect(button(2, 'Type it in the terminal, without pressing Enter')?.exists()).toBe(false);
    expect(lines()[2]?.text()).toContain('cannot be run');
    fakeInfo.value = { ...sampleInfo, terminal: false };
    await nextTick();
    expect(button(0, 'The terminal is off')?.attributes('disabled')).toBeDefined();
  });

  it('Enter and a double click type only what the button would, and otherwise say why', async () => {
    rows.value = [row(0, { hindrance: 'nul' }), row(1, { length: 20_000 }), row(2)];
    const { lines } = await show();
    const choose = async (at: number) => {
      await lines()[at]?.trigger('dblclick');
      await flushPromises();
      return toasts.value.at(-1)?.title;
    };
    expect(await choose(0)).toContain('no shell can run this line');
    expect(await choose(1)).toBe('Too long to type; copy it instead');
    fakeInfo.value = { ...sampleInfo, terminal: false };
    expect(await choose(2)).toBe('The terminal is off');
    expect(typed).not.toHaveBeenCalled();
    fakeInfo.value = sampleInfo;
    await choose(2);
    expect(typed).toHaveBeenCalledWith(connection, 'etcdctl put k v2');
  });

  it('asks the engine for one area, of this connection or of all', async () => {
    const { wrapper } = await show();
    expect(asked()).toEqual({ connection, area: null, search: '' });
    await wrapper.find('[role="radio"][value="keys"], button[value="keys"]').trigger('click');
    await wrapper.find('button[aria-label="All connections"]').trigger('click');
    expect(asked()).toEqual({ connection: null, area: 'keys', search: '' });
  });

  it('explains itself while it is empty', async () => {
    rows.value = [];
    expect((await show()).wrapper.text()).toContain('No commands yet');
  });
});
