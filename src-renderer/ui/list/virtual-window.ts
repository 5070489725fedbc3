/**
 * The tallest element we create. Browsers cap it at 33.5M px (Chromium: 2^25 - 1, its layout unit of 1/64 px
 * in 32 bits) and silently cut off the rest, so longer lists scroll by a share of their height.
 */
export const MAX_HEIGHT_PX = 30_000_000;

/** Rows drawn beyond the edges, ready for a fast scroll. */
const OVERSCAN = 6;

/** A list of equally high rows in a viewport. Lengths in px. */
export interface Geometry {
  readonly length: number;
  readonly rowHeight: number;
  readonly viewport: number;
}

/** Height of all rows, ignoring the cap. */
export function contentHeight({ length, rowHeight }: Geometry): number {
  return length * rowHeight;
}

/** Height of the element that produces the scroll bar. */
export function elementHeight(list: Geometry): number {
  return Math.min(contentHeight(list), MAX_HEIGHT_PX);
}

/** The largest offset: the last row then touches the lower edge. */
export function maxOffset(list: Geometry): number {
  return Math.max(0, contentHeight(list) - list.viewport);
}

/** Px of content per px of scroll bar: 1 up to the cap. */
export function scaleOf(list: Geometry): number {
  const room = elementHeight(list) - list.viewport;
  return room <= 0 ? 1 : maxOffset(list) / room;
}

export function clampOffset(offset: number, list: Geometry): number {
  return Math.min(Math.max(0, offset), maxOffset(list));
}

/** Rows `[from, to)` to draw at an offset. */
export function rowsAt(offset: number, list: Geometry): { from: number; to: number } {
  const from = Math.floor(offset / list.rowHeight) - OVERSCAN;
  const to = Math.ceil((offset + list.viewport) / list.rowHeight) + OVERSCAN;
  return { from: Math.max(0, Math.min(from, list.length)), to: Math.max(0, Math.min(to, list.length)) };
}

/** The offset nearest to `offset` at which row `index` is fully visible. */
export function offsetShowing(index: number, offset: number, list: Geometry): number {
  const top = index * list.rowHeight;
  if (top < offset) return clampOffset(top, list);
  const bottom = top + list.rowHeight;
  return clampOffset(bottom > offset + list.viewport ? bottom - list.viewport : offset, list);
}

/** The row that a key moves to from row `active` (null: none yet); null for a key that does not move. */
export function rowAfterKey(key: string, active: number | null, list: Geometry): number | null {
  if (list.length === 0) return null;
  const last = list.length - 1;
  const page = Math.max(1, Math.floor(list.viewport / list.rowHeight) - 1);
  const to = (index: number) => Math.min(last, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return active === null ? 0 : to(active + 1);
    case 'ArrowUp':
      return active === null ? last : to(active - 1);
    case 'PageDown':
      return to((active ?? 0) + page);
    case 'PageUp':
      return to((active ?? last) - page);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
