import { nextTick, type ShallowRef, shallowRef } from 'vue';
import type { MenuItem } from '../overlays/menu';
import { rowIndexOf } from './row-index';

export interface RowMenu {
  readonly items: Readonly<ShallowRef<readonly MenuItem[]>>;
  /** Handles `contextmenu` on the list, in the capture phase. */
  readonly onContextmenu: (event: Event) => void;
}

/** Frames that a row may take to be drawn after it was revealed. */
const FRAMES = 10;

/**
 * The context menu of a list's rows: of the row under the pointer, or of the active row when the menu key was
 * pressed; that row is revealed, and the menu opens at it. `menuOf` returns its entries, or none for no menu.
 */
export function useRowMenu(
  active: () => number | null,
  menuOf: (index: number) => readonly MenuItem[],
  reveal: (index: number) => void = () => undefined,
): RowMenu {
  const items = shallowRef<readonly MenuItem[]>([]);

  function onContextmenu(event: Event): void {
    const index = rowIndexOf(event);
    items.value = index === null ? [] : menuOf(index);
    if (items.value.length > 0) return;
    event.stopPropagation();
    const [list, at] = [event.currentTarget, active()];
    if (index !== null || !isByKey(event) || at === null || !(list instanceof Element)) return;
    event.preventDefault();
    void openAt(list, at);
  }

  /** The browser puts the menu key's event in a corner of the list; this repeats it on the row. */
  async function openAt(list: Element, index: number): Promise<void> {
    reveal(index);
    await nextTick();
    for (let frame = 0; frame < FRAMES; frame++) {
      const row = list.querySelector(`[data-index="${index}"]`);
      if (row) {
        row.dispatchEvent(atRow(row));
        return;
      }
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
  }

  return { items, onContextmenu };
}

/** The menu key presses no button: Chromium says -1. */
function isByKey(event: Event): boolean {
  return event instanceof MouseEvent && event.button === -1;
}

function atRow(row: Element): MouseEvent {
  const { left, top, width, height } = row.getBoundingClientRect();
  const [clientX, clientY] = [left + Math.min(width / 2, 48), top + height / 2];
  return new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX, clientY });
}
