import { bytesEqual } from '@shared/bytes';

/** Whether a path ends with the delimiter, which makes it a folder's path. */
export function isFolderPath(path: Uint8Array, delimiter: Uint8Array): boolean {
  return delimiter.length > 0 && bytesEqual(path.slice(-delimiter.length), delimiter);
}

/**
 * The prefix that a key shares with its siblings: everything up to and including its last delimiter; empty at
 * the top.
 */
export function prefixOf(path: Uint8Array, delimiter: Uint8Array): Uint8Array {
  if (delimiter.length === 0) return path.slice(0, 0);
  for (let end = path.length; end >= delimiter.length; end--) {
    if (isFolderPath(path.slice(0, end), delimiter)) return path.slice(0, end);
  }
  return path.slice(0, 0);
}
