import type { FailureValue } from '@shared/contract/failures';
import type { ClustersState } from '@shared/contract/local';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import { toasts } from '../../../ui/overlays/toast';
import type { useRemotes } from '../../../connection/remotes';
import type { StorePart } from '../../../connection/store-part.fixture';
import { fakeEngine } from '../../../rpc/fake-engine.fixture';
import { fakeLive } from '../../../rpc/fake-live.fixture';
import { useClusters } from './clusters';
import { sampleCluster, up } from '../../../members/sample';

vi.mock('../../../rpc/engine', async () => (await import('../../../rpc/fake-engine.fixture')).engineModule);
vi.mock('../../../rpc/live', async () => (await import('../../../rpc/fake-live.fixture')).liveModule);
vi.mock('../../../connection/remotes', () => ({ useRemotes: () => remotes }));

const remotes: StorePart<typeof useRemotes, 'connections' | 'told'> = { connections: [], told: true };
const calls = fakeEngine.local;
const { state } = fakeLive(calls.watch);
const asleep = sampleCluster([{ kind: 'stopped' }], { id: 'asleep' });
const running = sampleCluster([up], { id: 'running' });
const told = (...clusters: ClustersState['clusters']) => {
  state.value = { clusters, unreadable: [] };
};
const taken: FailureValue = { code: 'NAME_TAKEN', data: { name: 'demo' } };

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  setActivePinia(createPinia());
});

describe('the store of clusters', () => {
  it('shows the one that was chosen, in the next window too', () => {
    told(running, asleep);
    useClusters().select('asleep');
    setActivePinia(createPinia());
    expect(useClusters().current?.id).toBe('asleep');
  });

  it('shows another when the one it shows is deleted, and stays there', () => {
    told(running, asleep);
    const clusters = useClusters();
    clusters.select('asleep');
    told(running);
    expect(clusters.current?.id).toBe('running');
    told(asleep, running);
    expect(clusters.current?.id).toBe('asleep');
    told();
    expect(clusters.current).toBeNull();
  });

  it('shows a new cluster as soon as it is told of it', async () => {
    told(running);
    calls.suggest.mockResolvedValue({ name: 'demo', firstPort: null });
    calls.create.mockResolvedValue({ cluster: 'c1' });
    const clusters = useClusters();
    expect(await clusters.createWithDefaults(3)).toBe(true);
    expect(calls.create).toHaveBeenCalledWith(
      expect.objectContaining({ name: 'demo', size: 3, etcdPath: null }),
    );
    expect(clusters.current?.id).toBe('running');
    told(running, sampleCluster());
    expect(clusters.current?.id).toBe('c1');
  });

  it('gives the failure of a dialog back to it, without a toast', async () => {
    calls.create.mockRejectedValue(taken);
    const shown = toasts.value.length;
    const outcome = await useClusters().create({
      name: 'demo',
      size: 3,
      etcdPath: null,
      tuning: sampleCluster().tuning,
      firstPort: null,
    });
    expect(outcome).toEqual({ ok: false, error: taken });
    expect(toasts.value).toHaveLength(shown);
  });

  it('shows the failure of a button as a toast, in words', async () => {
    calls.killNode.mockRejectedValue({
      code: 'NODE_NOT_RUNNING',
      data: { node: 'n1' },
    } satisfies FailureValue);
    expect(await useClusters().node('kill', 'c1', 'n1')).toBe(false);
    expect(toasts.value.at(-1)?.title).toMatch(/^n1 could not be \w+$/);
    expect(toasts.value.at(-1)?.text).toContain('Node n1 has no running process.');
  });

  it('restarts nodes one after the other, each once the one before serves', async () => {
    const starting = { kind: 'starting', pid: 1, since: '' } as const;
    calls.restartNode.mockReset().mockImplementation(() => {
      told(sampleCluster([starting, up]));
      return Promise.resolve();
    });
    told(sampleCluster([up, up]));
    const done = useClusters().restartNodes('c1', ['n1', 'n2']);
    await vi.waitFor(() => expect(calls.restartNode).toHaveBeenCalledOnce());
    await nextTick();
    expect(calls.restartNode).toHaveBeenCalledOnce();
    told(sampleCluster([up, up]));
    expect(await done).toBe(true);
    expect(calls.restartNode.mock.calls).toEqual([
      [{ cluster: 'c1', node: 'n1' }],
      [{ cluster: 'c1', node: 'n2' }],
    ]);
  });

  it('is busy while an action is under way, and does not start it twice', async () => {
    let end: () => void = () => undefined;
    calls.killNode.mockReturnValue(new Promise<void>((resolve) => (end = resolve)));
    const clusters = useClusters();
    const first = clusters.node('kill', 'c1', 'n1');
    expect(clusters.busy('kill c1/n1')).toBe(true);
    expect(await clusters.node('kill', 'c1', 'n1')).toBe(false);
    end();
    expect(await first).toBe(true);
    expect(clusters.busy('kill c1/n1')).toBe(false);
    expect(calls.killNode).toHaveBeenCalledOnce();
  });

  it('keeps the chosen node while its cluster changes', async () => {
    told(running);
    const clusters = useClusters();
    clusters.selectedNode = 'n1';
    told({ ...running, busy: 'stopping' }, asleep);
    await nextTick();
    expect(clusters.selectedNode).toBe('n1');
  });

  it('forgets the chosen node with its cluster', async () => {
    told(running, asleep);
    const clusters = useClusters();
    clusters.selectedNode = 'n1';
    clusters.select('asleep');
    await nextTick();
    expect(clusters.selectedNode).toBeNull();
  });
});
