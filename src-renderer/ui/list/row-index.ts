/** The row of a virtual list in which something happened; null beside all rows, and for a key that the list itself got. */
export function rowIndexOf(event: Event): number | null {
  const row = event.target instanceof Element ? event.target.closest('[data-index]') : null;
  return row instanceof HTMLElement ? Number(row.dataset['index']) : null;
}
