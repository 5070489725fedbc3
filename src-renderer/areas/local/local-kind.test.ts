import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { defineComponent } from 'vue';
import type { ClusterParts } from '../../members/cluster-kind';
import { sampleCluster } from '../../members/sample';
import { localKind } from './local-kind';

const openFolder = vi.hoisted(() => vi.fn());
const shown = vi.hoisted(() => ({ cluster: {}, canOpenFolders: true }));
vi.mock('../../rpc/engine', () => ({
  engine: {},
  get engineInfo() {
    return { value: { canOpenFolders: shown.canOpenFolders, platform: 'linux' } };
  },
}));
vi.mock('./state/clusters', () => ({
  useClusters: () => ({
    current: shown.cluster,
    state: null,
    error: null,
    selectedNode: null,
    busy: () => false,
    openFolder,
  }),
}));
vi.mock('../../connection/current', () => ({ useConnection: () => ({ remote: null, ready: true }) }));
vi.mock('../../members/members', () => ({
  useMembers: () => ({ state: null, error: { code: 'NOT_FOUND', data: { what: 'cluster', name: 'demo' } } }),
}));

beforeEach(() => {
  setActivePinia(createPinia());
  shown.cluster = sampleCluster();
  shown.canOpenFolders = true;
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
    shown.cluster = { ...sampleCluster(), busy: 'deleting' };
    expect(partsShown()?.error).toBeNull();
  });

  it('opens the folder of a node from beside it', () => {
    const folder = partsShown()?.facts.find(({ label }) => label === 'Folder');
    folder?.open?.run();
    expect(openFolder).toHaveBeenCalledWith('c1', 'n1');
  });

  it('does not offer that where the host cannot', () => {
    shown.canOpenFolders = false;
    const folder = partsShown()?.facts.find(({ label }) => label === 'Folder');
    expect(folder).toBeDefined();
    expect(folder?.open).toBeUndefined();
  });
});
