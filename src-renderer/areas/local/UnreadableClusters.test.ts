import type { ClustersState, RecordProblem } from '@shared/contract/local';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import type { useClusters } from './state/clusters';
import UnreadableClusters from './UnreadableClusters.vue';

const stopUnreadable = vi.fn(() => Promise.resolve(true));
const clusters: StorePart<typeof useClusters, 'state' | 'error' | 'busy' | 'stopUnreadable'> = {
  state: null,
  error: null,
  busy: () => false,
  stopUnreadable,
};
const shown: StorePart<typeof useConnection, 'remote'> = { remote: null };
const tell = (unreadable: ClustersState['unreadable']) => {
  clusters.state = { clusters: [], unreadable };
};
vi.mock('./state/clusters', () => ({
  useClusters: () => clusters,
}));
vi.mock('../../connection/current', () => ({ useConnection: () => shown }));

enableAutoUnmount(afterEach);
beforeEach(() => {
  tell([]);
});

const show = () => mount(UnreadableClusters);
const folder = '/data/clusters/e757cbb8';

it('says nothing while everything can be read', () => {
  expect(show().text()).toBe('');
});

it.each<[RecordProblem, RegExp]>([
  [
    { kind: 'newer', version: 3, known: 2 },
    /^A newer Quorate wrote .*\(format 3; this one reads up to 2\)\. Update Quorate to open it\.$/,
  ],
  [{ kind: 'damaged', field: '', detail: 'Unexpected end' }, /^cluster\.json is damaged: Unexpected end\./],
  [{ kind: 'damaged', field: 'nodes.0.name', detail: 'Bad' }, /^“nodes\.0\.name” in .* not valid: Bad\./],
  [{ kind: 'other-cluster', cluster: 'ab' }, /belongs to the cluster ab\. Rename the folder to ab,/],
  [{ kind: 'missing' }, /^There is no cluster\.json\./],
  [{ kind: 'unread', detail: 'EACCES' }, /^cluster\.json cannot be read: EACCES\./],
])('says of a cluster with the problem %j what to do', (problem, text) => {
  tell([{ folder, problem, nodes: [] }]);
  const wrapper = show();
  expect(wrapper.get('[role="alert"]').text()).toContain('1 cluster could not be read');
  expect(wrapper.get('li span').text()).toBe(folder);
  expect(wrapper.get('li p').text()).toMatch(text);
});

it('never advises to remove or repair what a newer Quorate wrote', () => {
  tell([{ folder, problem: { kind: 'newer', version: 3, known: 2 }, nodes: [] }]);
  expect(show().text()).not.toMatch(/remove|repair/i);
});

it('shows what still runs of such a cluster, and stops it', async () => {
  const nodes = ['n1', 'n2'].map((name, index) => ({ name, pid: 100 + index }));
  tell([{ folder, problem: { kind: 'missing' }, nodes }]);
  const wrapper = show();
  expect(wrapper.text()).toContain('n1 (process 100)');
  expect(wrapper.text()).toContain('n2 (process 101)');
  expect(wrapper.text()).toContain('They end when Quorate closes');
  await wrapper.get('button').trigger('click');
  expect(stopUnreadable).toHaveBeenCalledWith(folder);
});
