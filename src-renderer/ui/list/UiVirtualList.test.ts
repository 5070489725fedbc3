import { mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nextTick } from 'vue';
import UiVirtualList from './UiVirtualList.vue';

/** happy-dom has no layout: a viewport of ten rows, reported as soon as it is observed. */
const VIEWPORT = 220;
class Observer {
  constructor(private readonly callback: () => void) {}
  observe() {
    this.callback();
  }
  disconnect() {
    // Holds nothing.
  }
}

interface Shown {
  /** The list's own element. */
  readonly list: HTMLElement;
  /** What the list emitted last. */
  readonly told: { follow: boolean; active: number | null; chosen: number[] };
  readonly setProps: (props: Record<string, unknown>) => Promise<void>;
}

let unmount: () => void = () => undefined;

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', Observer);
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(VIEWPORT);
});

afterEach(() => {
  unmount();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function show(props: {
  length: number;
  follow?: boolean;
  dropped?: number;
  role?: 'tree';
  attributes?: (index: number) => Record<string, string | number>;
}): Promise<Shown> {
  const told: Shown['told'] = { follow: props.follow ?? false, active: null, chosen: [] };
  const setProps = async (changed: Record<string, unknown>) => {
    await wrapper.setProps(changed);
    await nextTick();
  };
  const wrapper = mount(UiVirtualList, {
    props: {
      label: 'Rows',
      ...props,
      'onUpdate:follow': (follow: boolean) => {
        told.follow = follow;
        void setProps({ follow });
      },
      'onUpdate:active': (active: number | null) => {
        told.active = active;
        void setProps({ active });
      },
      onChoose: (index: number) => told.chosen.push(index),
    },
    slots: { row: ({ index }: { index: number }) => `row ${index}` },
    attachTo: document.body,
  });
  unmount = () => wrapper.unmount();
  await nextTick();
  await nextTick();
  const list = document.querySelector<HTMLElement>('[role="listbox"], [role="tree"]');
  if (!list) throw new Error('There is no list.');
  return { list, told, setProps };
}

const rows = (list: HTMLElement) => [...list.querySelectorAll('[role="option"], [role="treeitem"]')];
const texts = (list: HTMLElement) => rows(list).map((row) => row.textContent);
const selected = (list: HTMLElement) => list.querySelector('[aria-selected="true"]');

async function scrollTo(list: HTMLElement, top: number): Promise<void> {
  list.scrollTop = top;
  list.dispatchEvent(new Event('scroll'));
  await nextTick();
}

async function press(list: HTMLElement, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await nextTick();
    await nextTick();
  }
}

test('a list of a million rows draws a screenful of them', async () => {
  const { list } = await show({ length: 1_000_000 });
  expect(texts(list)[0]).toBe('row 0');
  expect(texts(list).length).toBeLessThan(30);
  expect(rows(list)[0]?.getAttribute('aria-setsize')).toBe('1000000');
});

test('scrolling shows the rows there', async () => {
  const { list } = await show({ length: 1000 });
  await scrollTo(list, 22 * 500);
  expect(texts(list)).toContain('row 500');
  expect(texts(list)).not.toContain('row 0');
});

test('following shows the last row, and each new row as it arrives', async () => {
  const { list, setProps } = await show({ length: 1000, follow: true });
  expect(texts(list).at(-1)).toBe('row 999');
  await setProps({ length: 1005 });
  expect(texts(list).at(-1)).toBe('row 1004');
});

test('following stops when the user scrolls up, and resumes at the end', async () => {
  const { list, told, setProps } = await show({ length: 1000, follow: true });
  await scrollTo(list, 22 * 100);
  expect(told.follow).toBe(false);
  await setProps({ length: 1100 });
  expect(texts(list)).toContain('row 100');
  await scrollTo(list, 22 * 1100 - VIEWPORT);
  expect(told.follow).toBe(true);
});

test('rows dropped before the first do not move the visible ones', async () => {
  const { list, setProps } = await show({ length: 1000, dropped: 0 });
  await scrollTo(list, 22 * 500);
  await setProps({ dropped: 40 });
  expect(list.scrollTop).toBe(22 * 460);
});

test('the arrow keys move the active row, which is exposed and stays visible', async () => {
  const { list } = await show({ length: 1000 });
  await press(list, 'ArrowDown', 'ArrowDown');
  expect(selected(list)?.textContent).toBe('row 1');
  expect(list.getAttribute('aria-activedescendant')).toBe(selected(list)?.id);
  await press(list, 'End');
  expect(selected(list)?.textContent).toBe('row 999');
});

test('Enter and a double click choose a row', async () => {
  const { list, told } = await show({ length: 1000 });
  await press(list, 'Home', 'Enter');
  rows(list)[3]?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  expect(told.chosen).toEqual([0, 3]);
});

test('a button in a row is pressed without choosing the row', async () => {
  const { list, told } = await show({ length: 1000 });
  await press(list, 'Home');
  const button = rows(list)[0]?.appendChild(document.createElement('button'));
  button?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  button?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  expect(told.chosen).toEqual([]);
});

test('a tree has tree roles, and the attributes its owner gives each row', async () => {
  const { list } = await show({
    length: 1000,
    role: 'tree',
    attributes: (index) => ({ 'aria-level': index + 1, 'aria-expanded': 'false' }),
  });
  expect(list.getAttribute('role')).toBe('tree');
  const third = rows(list)[2];
  expect(third?.getAttribute('role')).toBe('treeitem');
  expect(third?.getAttribute('aria-level')).toBe('3');
  expect(third?.getAttribute('aria-expanded')).toBe('false');
  expect(third?.getAttribute('aria-setsize')).toBe('-1');
  expect(third?.hasAttribute('aria-posinset')).toBe(false);
});

test('a list that moves on uses the elements of rows again', async () => {
  const { list, setProps } = await show({ length: 1000, follow: true });
  const before = new Set(rows(list));
  await setProps({ length: 2000 });
  expect(texts(list).at(-1)).toBe('row 1999');
  expect(rows(list).filter((row) => !before.has(row))).toEqual([]);
});

test('a button keeps the focus only while its row is drawn: the list has it then', async () => {
  const { list, setProps } = await show({ length: 1000, follow: true });
  const button = rows(list).at(-1)?.appendChild(document.createElement('button'));
  button?.focus();
  await setProps({ length: 1002 });
  expect(document.activeElement).toBe(button);
  await setProps({ length: 1100 });
  expect(document.activeElement).toBe(list);
});
