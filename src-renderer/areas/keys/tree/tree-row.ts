import { toText } from '@shared/bytes';
import type { TreeRow } from '@shared/contract/keys';

/** A part of a label; `hit` marks a search match. */
export interface LabelPart {
  readonly text: string;
  readonly hit: boolean;
}

/** The label split at every match of the search, which ignores case or not, like the engine's. */
export function labelParts(label: string, search: string, ignoreCase = false): readonly LabelPart[] {
  if (search === '') return [{ text: label, hit: false }];
  const literal = search.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return label
    .split(new RegExp(`(${literal})`, ignoreCase ? 'iu' : 'u'))
    .map((text, index) => ({ text, hit: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** The folder that contains a row; null at the top. `delimiter` is that of the tree. */
export function folderOf(row: TreeRow, delimiter: Uint8Array): Uint8Array | null {
  if (row.depth === 0) return null;
  const end = row.path.length - row.label.length - (row.kind === 'key' ? 0 : delimiter.length);
  return row.path.slice(0, end);
}

/** Whether a row's label starts with the typed text, ignoring case. */
export function startsWith(row: TreeRow, typed: string): boolean {
  return toText(row.label).toLowerCase().startsWith(typed.toLowerCase());
}
