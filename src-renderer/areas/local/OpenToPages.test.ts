import type { Cluster } from '@shared/contract/local';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StorePart } from '../../connection/store-part.fixture';
import { sampleCluster } from '../../members/sample';
import OpenToPages from './OpenToPages.vue';
import type { useClusters } from './state/clusters';

const restartNodes = vi.hoisted(() => vi.fn());
const clusters: StorePart<typeof useClusters, 'current' | 'busy' | 'restartNodes'> = {
  current: null,
  busy: () => false,
  restartNodes,
};
vi.mock('./state/clusters', () => ({ useClusters: () => clusters }));

enableAutoUnmount(afterEach);
const show = (current: Cluster | null) => {
  clusters.current = current;
  return mount(OpenToPages);
};
const openOf = (...open: readonly boolean[]) => {
  const cluster = sampleCluster();
  return {
    ...cluster,
    nodes: cluster.nodes.map((node, index) => ({ ...node, openToPages: open[index] ?? false })),
  };
};

beforeEach(() => restartNodes.mockReset());

it('says nothing of a cluster that no page can use, nor without a cluster', () => {
  expect(show(sampleCluster()).text()).toBe('');
  expect(show(null).text()).toBe('');
});

it('names a cluster that pages can use, and restarts the nodes that let them in', async () => {
  const wrapper = show(openOf(true, false, true));
  expect(wrapper.get('[role="status"]').text()).toContain('Any web page you open can read and write demo');
  expect(wrapper.get('button').text()).toBe('Restart 2 nodes, one by one');
  await wrapper.get('button').trigger('click');
  expect(restartNodes).toHaveBeenCalledWith('c1', ['n1', 'n3']);
});
