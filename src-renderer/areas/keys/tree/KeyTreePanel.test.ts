import type { NodeState } from '@shared/contract/local';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { effectScope } from 'vue';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { registerCommands } from '../../../actions/commands';
import type { useRemotes } from '../../../connection/remotes';
import type { StorePart } from '../../../connection/store-part.fixture';
import { sampleCluster, up } from '../../../members/sample';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import KeyTreePanel from './KeyTreePanel.vue';

vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../rpc/live', async () => (await import('../../../rpc/fake-live.fixture')).liveModule);
vi.mock('../../../connection/remotes', () => ({ useRemotes: () => remotes }));
vi.mock('./tree', () => ({ useTree: () => tree }));

const remotes: StorePart<typeof useRemotes, 'connections' | 'told'> = { connections: [], told: true };
const nothing = { value: null };
const tree = {
  error: nothing,
  summary: nothing,
  version: { value: 0 },
  length: { value: 0 },
  filtered: { value: false },
};
const { state } = fakeLive(fakeEngine.local.watch);
const { state: status } = fakeLive(fakeEngine.keys.status);
enableAutoUnmount(afterEach);
const scope = effectScope();
afterEach(() => scope.stop());
beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
});

function show(nodes: readonly NodeState[]) {
  state.value = { clusters: [sampleCluster(nodes)], unreadable: [] };
  const endpoint = 'http://127.0.0.1:2379';
  const failure = {
    code: 'ENDPOINT_UNREACHABLE' as const,
    data: { endpoint, reason: { kind: 'refused' as const } },
  };
  status.value = {
    phase: { kind: 'failed', failure, final: false },
    keys: 0,
    revision: null,
    scope: { kind: 'all' },
    relisted: null,
  };
  const view = { selection: nothing } as never;
  return mount(KeyTreePanel, {
    props: { connection: { kind: 'local', cluster: 'c1' }, view, createRefusal: null },
    global: { stubs: { TreeToolbar: true, KeyTree: true, TreeFooter: true } },
  });
}

it('says that a local cluster is stopped, with a button that starts it, and nothing of its endpoints', async () => {
  const start = vi.fn();
  scope.run(() => registerCommands([{ id: 'local.start', title: 'Start cluster', run: start }]));
  const wrapper = show([{ kind: 'stopped' }]);
  await flushPromises();
  expect(wrapper.text()).toContain('demo is stopped');
  expect(wrapper.text()).not.toContain('127.0.0.1');
  await wrapper.get('button').trigger('click');
  expect(start).toHaveBeenCalledOnce();
});

it('says what is wrong with the endpoints of one that runs', async () => {
  const wrapper = show([up]);
  await flushPromises();
  expect(wrapper.text()).not.toContain('is stopped');
  expect(wrapper.text()).toContain('127.0.0.1:2379');
});
