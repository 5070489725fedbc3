import { type ShallowRef, shallowRef } from 'vue';
import type { MenuItem } from '../overlays/menu';
import { rowIndexOf } from './row-index';

export interface RowMenu {
  readonly items: Readonly<ShallowRef<readonly MenuItem[]>>;
  /** Handles `contextmenu` on the list, in the capture phase. */
  readonly onContextmenu: (event: Event) => void;
}

/**
 * The context menu of a list's rows: of the row under the pointer, or of the active row when the menu key was
 * pressed. `menuOf` returns its entries, or none for no menu.
 */
export function useRowMenu(
  active: () => number | null,
  menuOf: (index: number) => readonly MenuItem[],
): RowMenu {
  const items = shallowRef<readonly MenuItem[]>([]);
  function onContextmenu(event: Event): void {
    const index = rowIndexOf(event) ?? active();
    items.value = index === null ? [] : menuOf(index);
    if (items.value.length === 0) event.stopPropagation();
  }
  return { items, onContextmenu };
}
