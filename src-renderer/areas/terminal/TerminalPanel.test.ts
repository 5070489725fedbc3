import type { TerminalInfo } from '@shared/contract/terminal';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick, reactive } from 'vue';
import { runCommand } from '../../actions/commands';
import { toasts } from '../../ui/overlays/toast';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import { sampleCluster } from '../../members/sample';
import { useDock } from '../../navigation/dock';
import { fakeInfo, sampleInfo } from '../../rpc/fake-engine.fixture';
import TerminalPanel from './TerminalPanel.vue';

const connection = { kind: 'local', cluster: 'c1' } as const;
const copied = vi.hoisted(() => vi.fn(() => Promise.resolve(true)));
const cluster = sampleCluster();
const shown: StorePart<typeof useConnection, 'ref' | 'connections'> = {
  ref: connection,
  connections: [{ kind: 'local', ref: connection, name: 'demo', colour: 'red', cluster }],
};
const terminals = reactive({
  ready: true,
  terminals: [] as TerminalInfo[],
  active: 'a',
  opening: false,
  readable: false,
  states: new Map(),
  wishes: { leave: 0, search: 0, follow: null, see: null as string | null },
  view: () => Promise.resolve({ screen: { text: '$ etcdctl get a\na\n1' } }),
  open: vi.fn(),
  restart: vi.fn(),
  close: vi.fn(() => Promise.resolve()),
});

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../ui/clipboard', () => ({ copyText: copied }));
vi.mock('./open-terminals', () => ({ useTerminals: () => terminals }));
vi.mock('./new-menu', () => ({ useNewMenu: () => () => [] }));
vi.mock('../../connection/current', () => ({
  useConnection: () => shown,
}));

function terminal(id: string, exit: TerminalInfo['exit'] = null): TerminalInfo {
  return { id, number: 1, connection, member: null, shell: 'bash', etcdctl: null, notes: [], exit };
}

/** Renders dialogs in place. */
const plainDialog = {
  props: ['open', 'title'],
  emits: ['update:open'],
  template: '<div v-if="open" role="dialog" :aria-label="title"><slot /><slot name="footer" /></div>',
};

enableAutoUnmount(afterEach);
beforeEach(() => {
  vi.clearAllMocks();
  fakeInfo.value = sampleInfo;
  terminals.terminals = [terminal('a')];
  terminals.active = 'a';
});

function panel() {
  const wrapper = mount(TerminalPanel, {
    attachTo: document.body,
    global: {
      stubs: {
        TerminalScreen: { template: '<div></div>', methods: { focus: () => undefined } },
        UiTooltip: { props: ['text'], template: '<slot />' },
        UiDialog: plainDialog,
      },
    },
  });
  const button = (name: string) =>
    wrapper.findAll('button').find((each) => [each.attributes('aria-label'), each.text()].includes(name));
  return { wrapper, button, dialog: () => wrapper.find('[role="dialog"]') };
}

describe('the terminal panel', () => {
  it('warns about a terminal’s etcdctl, and says nothing when all is well', () => {
    const notes = (of: TerminalInfo['notes']) => {
      terminals.terminals = [{ ...terminal('a'), notes: of }];
      const list = panel().wrapper.find('[aria-label="About this terminal’s etcdctl"]');
      return list.exists() ? list.findAll('li').map((each) => each.text()) : [];
    };
    expect(notes([])).toEqual([]);
    const other = { kind: 'otherMinor', etcdctl: '3.4.23', cluster: '3.6.14' } as const;
    expect(notes([other, { kind: 'serverName', name: 'etcd.internal' }])).toEqual([
      expect.stringMatching(/^This is etcdctl 3\.4\.23, and the cluster runs etcd 3\.6\.14/),
      expect.stringMatching(/server name, “etcd\.internal”/),
    ]);
    expect(notes([{ kind: 'missing', cluster: '3.6.14' }])[0]).toMatch(/No etcdctl for etcd 3\.6\.14/);
    expect(notes([{ kind: 'missing', cluster: null }])[0]).toMatch(/^No etcdctl is installed/);
    expect(notes([{ kind: 'portTaken', nodes: ['n1', 'n3'] }])[0]).toMatch(
      /port of n1, n3, so etcdctl does not ask/,
    );
  });

  it('ends a running shell in two steps, by key or by button', async () => {
    const { wrapper, button, dialog } = panel();
    await wrapper.get('[role="tab"]').trigger('keydown', { key: 'Delete' });
    expect(terminals.close).not.toHaveBeenCalled();
    expect(dialog().attributes('aria-label')).toBe('Close terminal 1?');
    await button('Cancel')?.trigger('click');
    expect(dialog().exists()).toBe(false);
    await button('Close terminal 1')?.trigger('click');
    expect(terminals.close).not.toHaveBeenCalled();
    await button('Close terminal')?.trigger('click');
    expect(terminals.close).toHaveBeenCalledExactlyOnceWith('a');
    expect(dialog().exists()).toBe(false);
  });

  it('closes a terminal whose shell has ended at once', async () => {
    terminals.terminals = [terminal('a', { code: 0, signal: null })];
    const { wrapper, dialog } = panel();
    await wrapper.get('[role="tab"]').trigger('keydown', { key: 'Delete' });
    expect(terminals.close).toHaveBeenCalledExactlyOnceWith('a');
    expect(dialog().exists()).toBe(false);
  });

  it('says on the tab of which cluster it is, also for one member and under another connection', () => {
    terminals.terminals = [{ ...terminal('a'), member: 'n2' }, terminal('b')];
    shown.ref = { kind: 'local', cluster: 'another' };
    const tabs = panel().wrapper.findAll('[role="tab"]');
    expect(tabs.map((tab) => tab.text())).toEqual(['1: demo/n2', '1: demo']);
    expect(tabs[0]?.get<HTMLElement>('[aria-hidden]').element.style.background).toBe('red');
    shown.ref = connection;
  });

  it('opens a terminal of the current connection when there are only those of others', async () => {
    const another = { kind: 'local', cluster: 'another' } as const;
    panel();
    expect(terminals.open).not.toHaveBeenCalled();
    shown.ref = another;
    useDock().show('terminal');
    await nextTick();
    expect(terminals.open).toHaveBeenCalledExactlyOnceWith(another, null);

    terminals.terminals = [terminal('a'), { ...terminal('b'), connection: another }, terminal('c')];
    panel();
    expect(terminals.active).toBe('b');
    expect(terminals.open).toHaveBeenCalledOnce();
    terminals.active = 'c';
    useDock().show('logs');
    await nextTick();
    expect(terminals.active).toBe('c');

    shown.ref = connection;
    panel();
    expect(terminals.active).toBe('c');
    expect(terminals.open).toHaveBeenCalledOnce();
  });

  it('shows the terminal that a line was typed into, of whatever connection', () => {
    shown.ref = { kind: 'local', cluster: 'another' };
    terminals.wishes.see = 'a';
    panel();
    expect(terminals.active).toBe('a');
    expect(terminals.open).not.toHaveBeenCalled();
    panel();
    expect(terminals.open).toHaveBeenCalledOnce();
    shown.ref = connection;
  });

  it('stops asking when the terminal disappeared meanwhile', async () => {
    const { wrapper, dialog } = panel();
    await wrapper.get('[role="tab"]').trigger('keydown', { key: 'Delete' });
    terminals.terminals = [terminal('b')];
    await nextTick();
    expect(dialog().exists()).toBe(false);
  });

  it('copies all output, by its button and from the palette', async () => {
    const { button } = panel();
    await button('Copy all output')?.trigger('click');
    await flushPromises();
    expect(copied).toHaveBeenLastCalledWith('$ etcdctl get a\na\n1');
    expect(toasts.value.at(-1)?.title).toBe('Output copied: 3 lines');
    expect(runCommand('terminal.copyAll')).toBe(true);
    await flushPromises();
    expect(copied).toHaveBeenCalledTimes(2);
  });
});
