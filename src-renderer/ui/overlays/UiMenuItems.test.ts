import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import UiMenuItems from './UiMenuItems.vue';

const entry = { template: '<div role="menuitemcheckbox"><slot /></div>' };

it('an entry says in full what it does, and cuts where it leads', () => {
  const items = [
    {
      kind: 'check' as const,
      ...{ id: 'a', label: 'Read out', checked: false, run: () => undefined },
      ...{ hint: 'Reads out what programs write; F6 leaves the terminal', endpoint: 'remote · a.example' },
    },
  ];
  const wrapper = mount(UiMenuItems, {
    props: { items },
    global: { stubs: { DropdownMenuCheckboxItem: entry, DropdownMenuItemIndicator: true } },
  });
  const cut = wrapper.findAll('.truncate').map((each) => each.text());
  expect(wrapper.text()).toContain('F6 leaves the terminal');
  expect(cut).toEqual(['Read out', 'remote · a.example']);
});
