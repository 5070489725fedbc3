import { enableAutoUnmount, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shallowRef } from 'vue';
import { i18n } from '../../i18n/i18n';
import NodeDetail from './NodeDetail.vue';
import type { NodeView } from './nodes';
import { sampleCluster, sampleNode } from './sample';

const host = shallowRef({ canOpenFolders: true, platform: 'linux' });
const store = vi.hoisted(() => ({ busy: () => false, openFolder: vi.fn(), current: {} }));
vi.mock('../../rpc/engine', () => ({
  engine: {},
  get engineInfo() {
    return host;
  },
}));
vi.mock('./clusters', () => ({ useClusters: () => store }));

enableAutoUnmount(afterEach);
beforeEach(() => {
  setActivePinia(createPinia());
  store.current = sampleCluster();
  store.openFolder.mockReset();
});

function detail(canOpenFolders: boolean) {
  host.value = { ...host.value, canOpenFolders };
  const node = sampleNode(1);
  const view: NodeView = {
    id: 'n2',
    name: 'n2',
    node,
    row: null,
    role: 'follower',
    term: '7',
    behind: null,
  };
  return mount(NodeDetail, {
    props: { view },
    global: { plugins: [i18n], stubs: { UiTooltip: { inheritAttrs: false, template: '<slot />' } } },
  });
}

describe('the details of a node', () => {
  it('open its folder by a button beside it, which the keyboard reaches', async () => {
    await detail(true).get('dd button[aria-label="Open folder"]').trigger('click');
    expect(store.openFolder).toHaveBeenCalledWith('c1', 'n2');
  });

  it('do not offer that where the host cannot', () => {
    expect(detail(false).find('button[aria-label="Open folder"]').exists()).toBe(false);
  });
});
