import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import NodeRing from './MemberRing.vue';
import { viewNodes } from '../../members/nodes';
import { killed, sampleCluster, sampleMembers, sampleRow, unreachable, up } from '../../members/sample';

vi.mock('../../rpc/engine', async () => (await import('../../rpc/fake-engine.fixture')).engineModule);

enableAutoUnmount(afterEach);

function ring(chosen = 'n1') {
  const members = sampleMembers([sampleRow(0), sampleRow(1), sampleRow(2, unreachable)]);
  return mount(NodeRing, {
    attachTo: document.body,
    props: {
      members: viewNodes(sampleCluster([up, up, killed]), members),
      chosen,
      label: 'Nodes of demo',
      lost: false,
    },
    global: { stubs: { NodeToolbar: true } },
  });
}

describe('the ring', () => {
  it('names every node with its role, term and state', () => {
    const names = ring()
      .findAll('[role=option]')
      .map((option) => option.attributes('aria-label'));
    expect(names).toEqual([
      'n1, leader, term 7, up',
      'n2, follower, term 7, up',
      'n3, down, no term, killed',
    ]);
  });

  it('has a state that matters before the figures, each whole or not at all', () => {
    const members = sampleMembers([sampleRow(0), sampleRow(1), sampleRow(2)]);
    const wrapper = ring();
    const reason = { trouble: 'port-taken', detail: '' } as const;
    const unhealthy = { ...up, kind: 'unhealthy', reason, failure: null } as const;
    return wrapper.setProps({ members: viewNodes(sampleCluster([up, unhealthy, up]), members) }).then(() => {
      const parts = wrapper
        .findAll('[role=option]')
        .map((option) => option.findAll('.whitespace-pre').map((part) => part.element.textContent));
      expect(parts[0]).toEqual(['term 7', ' · up']);
      expect(parts[1]).toEqual(['unhealthy', ' · term 7']);
    });
  });

  it('tells which node is chosen, to assistive technology too', () => {
    const wrapper = ring('n2');
    const chosen = wrapper.findAll('[aria-selected=true]');
    expect(chosen.map((option) => option.attributes('aria-label'))).toEqual(['n2, follower, term 7, up']);
    expect(wrapper.get('[role=listbox]').attributes('aria-activedescendant')).toBe(
      chosen[0]?.attributes('id'),
    );
  });

  it.each([
    ['ArrowRight', 'n1', 'n2'],
    ['ArrowLeft', 'n1', 'n3'],
    ['End', 'n1', 'n3'],
  ])('goes by %s from %s to %s', async (key, from, to) => {
    const wrapper = ring(from);
    await wrapper.get('[role=listbox]').trigger('keydown', { key });
    expect(wrapper.emitted('choose')).toEqual([[to]]);
  });

  it('chooses by click', async () => {
    const wrapper = ring();
    await wrapper.findAll('[role=option]')[2]?.trigger('click');
    expect(wrapper.emitted('choose')).toEqual([['n3']]);
  });

  it('says in words what a colour says: how a node went down', () => {
    expect(ring().findAll('[role=option]')[2]?.text()).toContain('killed');
  });
});
