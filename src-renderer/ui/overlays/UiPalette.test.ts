import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import UiPalette from './UiPalette.vue';

enableAutoUnmount(afterEach);

const items = [
  { id: 'find', title: 'Search all keys' },
  { id: 'reload', title: 'Reload keys' },
];

/** A field, and a button that had the focus before the palette opened; the chosen command focuses the field. */
async function openPalette() {
  document.body.innerHTML = '<button>Before</button><input aria-label="Search">';
  const before = document.querySelector('button');
  const field = document.querySelector('input');
  before?.focus();
  const chosen = vi.fn((id: string) => {
    if (id === 'find') field?.focus();
  });
  const wrapper = mount(UiPalette, {
    attachTo: document.body,
    props: {
      open: false,
      items,
      label: 'etcdctl log',
      placeholder: 'Search',
      empty: () => 'Nothing',
      'onUpdate:open': (open: boolean) => void wrapper.setProps({ open }),
      onChoose: chosen,
    },
  });
  await wrapper.setProps({ open: true });
  await vi.waitFor(() => expect(document.activeElement?.getAttribute('role')).toBe('combobox'));
  return { wrapper, before, field, chosen };
}

function choose(title: string): void {
  const options = [...document.querySelectorAll<HTMLElement>('[role="option"]')];
  options.find((each) => each.textContent.includes(title))?.click();
}
function press(key: string): void {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
}
function highlighted(): string | undefined {
  return document.querySelector('[role="option"][data-highlighted]')?.textContent;
}
/** Waits for what the dialog and the palette defer: one turn each. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

it('a command that moves the focus runs after the palette has closed, and the focus stays there', async () => {
  const { field, chosen } = await openPalette();
  choose('Search all keys');
  await vi.waitFor(() => expect(chosen).toHaveBeenCalledWith('find'));
  await settled();
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(document.activeElement).toBe(field);
});

it('after any other command the focus returns to where it was', async () => {
  const { before, chosen } = await openPalette();
  choose('Reload keys');
  await vi.waitFor(() => expect(chosen).toHaveBeenCalledTimes(1));
  await settled();
  expect(document.activeElement).toBe(before);
});

it('closing the palette runs nothing', async () => {
  const { chosen, before } = await openPalette();
  press('Escape');
  await nextTick();
  await settled();
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(chosen).not.toHaveBeenCalled();
  expect(document.activeElement).toBe(before);
});

it('Enter runs the highlighted command even after the pointer or the focus left the list', async () => {
  const { field, chosen } = await openPalette();
  await vi.waitFor(() => expect(highlighted()).toBe('Search all keys'));
  press('ArrowDown');
  await nextTick();
  expect(highlighted()).toBe('Reload keys');
  const list = document.querySelector('[role="combobox"]')?.parentElement?.parentElement;
  list?.dispatchEvent(new Event('pointerleave'));
  await nextTick();
  expect(highlighted()).toBe('Reload keys');
  list?.dispatchEvent(new FocusEvent('focusout', { relatedTarget: field }));
  await settled();
  expect(highlighted()).toBe('Reload keys');
  press('Enter');
  await vi.waitFor(() => expect(chosen).toHaveBeenCalledWith('reload'));
});

it('the first command is highlighted when the highlighted one becomes unavailable', async () => {
  const { wrapper, chosen } = await openPalette();
  await vi.waitFor(() => expect(highlighted()).toBe('Search all keys'));
  await wrapper.setProps({ items: items.slice(1) });
  await settled();
  expect(highlighted()).toBe('Reload keys');
  press('Enter');
  await vi.waitFor(() => expect(chosen).toHaveBeenCalledWith('reload'));
});
