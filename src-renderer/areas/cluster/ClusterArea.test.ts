import { enableAutoUnmount, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, expect, it, vi } from 'vitest';
import { i18n } from '../../i18n/i18n';
import ClusterArea from './ClusterArea.vue';
import { sampleCluster } from './sample';

vi.mock('../../rpc/engine', () => ({ engine: {}, engineInfo: { value: null } }));
vi.mock('./clusters', () => ({
  useClusters: () => ({ current: sampleCluster(), state: null, error: null, selectedNode: null }),
}));
vi.mock('../connections/current', () => ({ useConnection: () => ({ remote: null, ready: true }) }));
vi.mock('./members', () => ({
  useMembers: () => ({ state: null, error: { code: 'NOT_FOUND', data: { what: 'cluster', name: 'demo' } } }),
}));

enableAutoUnmount(afterEach);

it('the area of a cluster says why its members cannot be had', () => {
  setActivePinia(createPinia());
  const wrapper = mount(ClusterArea, {
    shallow: true,
    global: { plugins: [i18n], stubs: { UiFailure: false, UiBanner: false } },
  });
  expect(wrapper.text()).toContain('The cluster “demo” is not there any more.');
  expect(wrapper.findComponent({ name: 'NodeRing' }).exists()).toBe(true);
});
