/**
 * The row of a virtual list in which an event happened; null outside all rows, and for keys that the list
 * itself receives.
 */
export function rowIndexOf(event: Event): number | null {
  const row = event.target instanceof Element ? event.target.closest('[data-index]') : null;
  return row instanceof HTMLElement ? Number(row.dataset['index']) : null;
}
