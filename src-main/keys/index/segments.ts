/**
 * Folders deeper than this are not split; the rest of the key becomes its label. Otherwise a key of slashes only
 * would be as many folders as it has bytes.
 */
export const MAX_DEPTH = 250;

/**
 * Splits keys at the delimiter, from the left. Each delimiter ends a folder; the rest after the last one is the
 * key's own label. `//a` is in the folder `//` in the folder `/`. Without a delimiter there are no folders.
 */
export class Segments {
  constructor(readonly delimiter: Uint8Array) {}

  /** How many folders the key is in, including one that is the key itself (it ends with a delimiter). */
  depth(key: Uint8Array): number {
    let depth = 0;
    for (let end = this.#next(key, 0); end > 0 && depth < MAX_DEPTH; end = this.#next(key, end)) depth++;
    return depth;
  }

  /** Where the path of its folder at that depth ends (1 is the topmost), including the delimiter; 0 for none. */
  folderEnd(key: Uint8Array, depth: number): number {
    let end = 0;
    for (let at = 0; at < depth && at < MAX_DEPTH; at++) {
      end = this.#next(key, end);
      if (end === 0) return 0;
    }
    return end;
  }

  /** The paths of all its folders, topmost first. */
  folders(key: Uint8Array): Uint8Array[] {
    const paths: Uint8Array[] = [];
    for (let end = this.#next(key, 0); end > 0 && paths.length < MAX_DEPTH; end = this.#next(key, end))
      paths.push(key.slice(0, end));
    return paths;
  }

  /** Whether these bytes are a folder's path, that is, the split ends a folder exactly at their end. */
  isFolder(path: Uint8Array): boolean {
    return path.length > 0 && this.folderEnd(path, this.depth(path)) === path.length;
  }

  /** Where the next delimiter at or after `from` ends; 0 when there is none. */
  #next(key: Uint8Array, from: number): number {
    const [first] = this.delimiter;
    if (first === undefined) return 0;
    for (let at = key.indexOf(first, from); at >= 0; at = key.indexOf(first, at + 1))
      if (this.#isAt(key, at)) return at + this.delimiter.length;
    return 0;
  }

  #isAt(key: Uint8Array, at: number): boolean {
    const { delimiter } = this;
    for (let i = 1; i < delimiter.length; i++) if (key[at + i] !== delimiter[i]) return false;
    return true;
  }
}
