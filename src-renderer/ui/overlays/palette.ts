/** An entry of the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly group?: string | undefined;
  /** As users read it. */
  readonly shortcut?: string | undefined;
}

/**
 * The items whose title or group contains every word of `filter`. Titles that start with the filter come
 * first, then items in which the words start words, then the rest. Otherwise keeps the order.
 */
export function matchItems(items: readonly PaletteItem[], filter: string): readonly PaletteItem[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  return items
    .map((item) => ({ item, rank: rankOf(item, words) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ item }) => item);
}

function rankOf(item: PaletteItem, words: readonly string[]): number | null {
  const title = item.title.toLowerCase();
  const text = `${title} ${(item.group ?? '').toLowerCase()}`;
  if (!words.every((word) => text.includes(word))) return null;
  if (title.startsWith(words.join(' '))) return 0;
  return words.every((word) => ` ${text}`.includes(` ${word}`)) ? 1 : 2;
}
