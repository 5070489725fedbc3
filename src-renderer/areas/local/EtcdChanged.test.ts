import type { Cluster, NodeState } from '@shared/contract/local';
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { useRemotes } from '../../connection/remotes';
import type { StorePart } from '../../connection/store-part.fixture';
import { sampleCluster, up } from '../../members/sample';
import { fakeEngine } from '../../rpc/fake-engine.fixture';
import { fakeLive } from '../../rpc/fake-live.fixture';
import EtcdChanged from './EtcdChanged.vue';

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../rpc/live', async () => (await import('../../rpc/fake-live.fixture')).liveModule);
vi.mock('../../connection/remotes', () => ({ useRemotes: () => remotes }));

const remotes: StorePart<typeof useRemotes, 'connections' | 'told'> = { connections: [], told: true };
const calls = fakeEngine.local;
const { state } = fakeLive(calls.watch);
enableAutoUnmount(afterEach);
beforeEach(() => {
  localStorage.clear();
  setActivePinia(createPinia());
  calls.setEtcd.mockReset();
});

const stopped: NodeState = { kind: 'stopped' };
const exited: NodeState = {
  kind: 'exited',
  how: 'itself',
  code: 2,
  at: '2026-11-28T01:00:00.000Z',
  reason: null,
  tail: [],
};
const etcdBefore = { version: '3.5.30', path: '/opt/etcd-3.5/etcd' };

function show(states: readonly NodeState[], part: Partial<Cluster> = { etcdBefore, version: '3.6.16' }) {
  state.value = { clusters: [sampleCluster(states, part)], unreadable: [] };
  return mount(EtcdChanged);
}

describe('a cluster whose etcd was changed', () => {
  it('says nothing while it runs, or when there is no way back', () => {
    expect(show([up]).text()).toBe('');
    expect(show([stopped], { etcdBefore: null }).text()).toBe('');
  });

  it('says that it has not run yet, or that it failed', () => {
    expect(show([stopped]).text()).toContain('demo has not run with etcd 3.6.16 yet');
    expect(show([exited]).text()).toContain('demo does not run with etcd 3.6.16');
  });

  it('goes back with one button, and says why when that is refused', async () => {
    calls.setEtcd.mockRejectedValueOnce({
      code: 'NOT_FOUND',
      data: { what: 'etcd', name: etcdBefore.path },
    });
    calls.setEtcd.mockResolvedValueOnce();
    const wrapper = show([exited]);
    const button = wrapper.get('button');
    expect(button.text()).toBe('Back to etcd 3.5.30');
    await button.trigger('click');
    await flushPromises();
    expect(wrapper.text()).toContain('The etcd “/opt/etcd-3.5/etcd” no longer exists');
    await wrapper.get('button').trigger('click');
    await flushPromises();
    expect(calls.setEtcd).toHaveBeenLastCalledWith({ cluster: 'c1', etcdPath: etcdBefore.path });
  });
});
