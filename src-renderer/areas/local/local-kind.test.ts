import type { FailureValue } from '@shared/contract/failures';
import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import type { ClusterParts } from '../../members/cluster-kind';
import { sampleCluster } from '../../members/sample';
import { fakeInfo, sampleInfo } from '../../rpc/fake-engine.fixture';
import type { useMembers } from '../../members/members';
import type { useConnection } from '../../connection/current';
import type { StorePart } from '../../connection/store-part.fixture';
import type { useClusters } from './state/clusters';
import { localKind } from './local-kind';

const openFolder = vi.hoisted(() => vi.fn());
type Parts = 'current' | 'state' | 'error' | 'selectedNode' | 'busy' | 'openFolder';
const clusters: StorePart<typeof useClusters, Parts> = {
  current: null,
  state: null,
  error: null,
  selectedNode: null,
  busy: () => false,
  openFolder,
};
const shown: StorePart<typeof useConnection, 'remote' | 'ready'> = { remote: null, ready: true };
const members: StorePart<typeof useMembers, 'state' | 'error'> = {
  state: null,
  error: { code: 'NOT_FOUND', data: { what: 'cluster', name: 'demo' } } satisfies FailureValue,
};
vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);
vi.mock('./state/clusters', () => ({
  useClusters: () => clusters,
}));
vi.mock('../../connection/current', () => ({ useConnection: () => shown }));
vi.mock('../../members/members', () => ({
  useMembers: () => members,
}));

beforeEach(() => {
  setActivePinia(createPinia());
  clusters.current = sampleCluster();
  fakeInfo.value = sampleInfo;
});

function partsShown(): ClusterParts | null {
  let parts: ClusterParts | null = null;
  const view = defineComponent({
    setup() {
      parts = localKind.use().parts.value;
      return () => null;
    },
  });
  mount(view).unmount();
  return parts;
}

describe('a cluster of this machine in the cluster view', () => {
  it('says why its members cannot be had', () => {
    expect(partsShown()?.error).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is not in error while it is deleted: that is what was asked for', () => {
    clusters.current = { ...sampleCluster(), busy: 'deleting' };
    expect(partsShown()?.error).toBeNull();
  });

  it('opens the folder of a node from beside it', () => {
    const folder = partsShown()?.facts.find(({ label }) => label === 'Folder');
    folder?.open?.run();
    expect(openFolder).toHaveBeenCalledWith('c1', 'n1');
  });

  it('does not offer that where the host cannot', () => {
    fakeInfo.value = { ...sampleInfo, canOpenFolders: false };
    const folder = partsShown()?.facts.find(({ label }) => label === 'Folder');
    expect(folder).toBeDefined();
    expect(folder?.open).toBeUndefined();
  });
});
