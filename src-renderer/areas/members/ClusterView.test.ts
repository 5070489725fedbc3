import { enableAutoUnmount, mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { computed } from 'vue';
import type { StorePart } from '../../connection/store-part.fixture';
import type { useMembers } from '../../members/members';
import type { ClusterKind, ClusterParts } from '../../members/cluster-kind';
import ClusterView from './ClusterView.vue';

const members: StorePart<typeof useMembers, 'state'> = { state: null };
vi.mock('../../members/members', () => ({ useMembers: () => members }));

enableAutoUnmount(afterEach);

const parts: ClusterParts = {
  name: 'demo',
  colour: null,
  menuLabel: 'menu',
  menu: [],
  badges: [],
  story: [],
  ringLabel: 'ring',
  lost: false,
  members: [],
  chosen: null,
  detailLabel: '',
  facts: [],
  error: null,
  instead: null,
};

function view(change: Partial<ClusterParts>) {
  setActivePinia(createPinia());
  const kind: ClusterKind = {
    kind: 'local',
    use: () => ({ parts: computed(() => ({ ...parts, ...change })), choose: vi.fn(), menuOf: () => [] }),
    headerEnd: { template: '<b>buttons</b>' },
    account: { template: '<p></p>' },
  };
  return mount(ClusterView, {
    shallow: true,
    props: { kind },
    global: { stubs: { UiFailure: false, UiBanner: false } },
  });
}

describe('the view of a cluster', () => {
  it('says why its members cannot be had, and shows the ring', () => {
    const wrapper = view({ error: { code: 'NOT_FOUND', data: { what: 'cluster', name: 'demo' } } });
    expect(wrapper.text()).toContain('The cluster “demo” no longer exists.');
    expect(wrapper.findComponent({ name: 'MemberRing' }).exists()).toBe(true);
  });

  it('shows what its kind of connection puts in place of the members', () => {
    const wrapper = view({ instead: { template: '<p>nobody answers</p>', name: 'Instead' } });
    expect(wrapper.findComponent({ name: 'Instead' }).exists()).toBe(true);
    expect(wrapper.findComponent({ name: 'MemberRing' }).exists()).toBe(false);
  });
});
