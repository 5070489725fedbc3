import { expect, it, onTestFinished, vi } from 'vitest';
import type { MenuItem } from '../overlays/menu';
import { useRowMenu } from './row-menu';

const entry = (id: string): MenuItem => ({ kind: 'item', id, label: id, run: vi.fn() });

/** Right-clicks in a list of two rows, and reports whether the click reached the menu. */
function rightClick(menu: ReturnType<typeof useRowMenu>, at: 'list' | number, button = 2): boolean {
  document.body.innerHTML = '<ul><li data-index="0"><b></b></li><li data-index="1"></li></ul>';
  const list = document.querySelector('ul');
  const reached = vi.fn();
  list?.addEventListener('contextmenu', menu.onContextmenu, { capture: true });
  list?.addEventListener('contextmenu', reached);
  const target = at === 'list' ? list : document.querySelector(`[data-index="${at}"]`);
  target?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, button }));
  return reached.mock.calls.length > 0;
}

it('is the menu of the row under the pointer, whichever row is active', () => {
  const menu = useRowMenu(
    () => 0,
    (index) => [entry(`row ${index}`)],
  );
  expect(rightClick(menu, 1)).toBe(true);
  expect(menu.items.value).toMatchObject([{ id: 'row 1' }]);
});

it('of the menu key is that of the active row, which is revealed, and opens at that row', async () => {
  const reveal = vi.fn();
  const menu = useRowMenu(
    () => 1,
    (index) => [entry(`row ${index}`)],
    reveal,
  );
  const opened: EventTarget[] = [];
  const note = (event: Event) => event.target && opened.push(event.target);
  document.addEventListener('contextmenu', note);
  onTestFinished(() => document.removeEventListener('contextmenu', note));
  expect(rightClick(menu, 'list', -1)).toBe(false);
  await vi.waitFor(() => expect(opened).toEqual([document.querySelector('[data-index="1"]')]));
  expect(reveal).toHaveBeenCalledWith(1);
  expect(menu.items.value).toMatchObject([{ id: 'row 1' }]);
});

it('does not open beside the rows, whichever row is active', () => {
  const menu = useRowMenu(
    () => 0,
    (index) => [entry(`row ${index}`)],
  );
  expect(rightClick(menu, 'list')).toBe(false);
  expect(menu.items.value).toEqual([]);
});

it('stays closed when there are no entries', () => {
  const none = useRowMenu(
    () => null,
    () => [entry('a')],
  );
  expect(rightClick(none, 'list')).toBe(false);
  const empty = useRowMenu(
    () => 0,
    () => [],
  );
  expect(rightClick(empty, 1)).toBe(false);
});
