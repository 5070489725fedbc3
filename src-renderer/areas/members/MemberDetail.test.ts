import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { MemberFact } from '../../members/cluster-kind';
import MemberDetail from './MemberDetail.vue';

enableAutoUnmount(afterEach);

function detail(...facts: readonly MemberFact[]) {
  const view = {
    id: 'n2',
    name: 'n2',
    node: null,
    row: null,
    role: 'follower',
    term: '7',
    behind: null,
  } as const;
  return mount(MemberDetail, {
    props: { view, label: 'Member n2', facts },
    global: { stubs: { UiTooltip: { inheritAttrs: false, template: '<slot />' } } },
  });
}
const folder = { label: 'Folder', value: '/data/n2', copy: 'folder' } as const;

describe('the details of a member', () => {
  it('open what a fact names by a button beside it, which the keyboard reaches', async () => {
    const run = vi.fn();
    const wrapper = detail({ ...folder, open: { label: 'Open folder', run } });
    await wrapper.get('dd button[aria-label="Open folder"]').trigger('click');
    expect(run).toHaveBeenCalledOnce();
  });

  it('offer to copy what is worth it, and nothing more', () => {
    const buttons = detail(folder, { label: 'Process', value: '17', copy: null }).findAll('dd button');
    expect(buttons.map((button) => button.attributes('aria-label'))).toEqual(['Copy folder path']);
  });
});
