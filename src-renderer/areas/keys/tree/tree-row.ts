import { toText } from '@shared/bytes';
import type { TreeRow } from '@shared/contract/keys';

/** A part of a label; `hit` marks a search match. */
export interface LabelPart {
  readonly text: string;
  readonly hit: boolean;
}

/** The label split at every match of the search, case-sensitive like the engine's search. */
export function labelParts(label: string, search: string): readonly LabelPart[] {
  if (search === '' || !label.includes(search)) return [{ text: label, hit: false }];
  return label
    .split(search)
    .flatMap((text, index) => [
      ...(index > 0 ? [{ text: search, hit: true }] : []),
      ...(text === '' ? [] : [{ text, hit: false }]),
    ]);
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
