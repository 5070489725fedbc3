/** An entry of the palette. */
export interface PaletteItem {
  readonly id: string;
  readonly title: string;
  readonly group?: string | undefined;
  /** As a reader sees it. */
  readonly shortcut?: string | undefined;
}

/**
 * The items in which every word of `filter` starts a word, or stands anywhere, of title or group; those whose
 * title starts with the filter first, then those with words that start so, then the rest. Keeps the order
 * otherwise.
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
