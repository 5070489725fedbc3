import { type ShallowRef, shallowRef } from 'vue';
import type { MenuItem } from '../overlays/menu';
import { rowIndexOf } from './row-index';

export interface RowMenu {
  readonly items: Readonly<ShallowRef<readonly MenuItem[]>>;
  /** Listens to `contextmenu` on the list, while it captures. */
  readonly onContextmenu: (event: Event) => void;
}

/**
 * The menu of the rows of a list: of the row under the pointer, or of the active one when the menu key was pressed.
 * `menuOf` gives its entries, none where there is no menu.
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
