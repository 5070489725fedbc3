import { statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether the data of a running process is still where it was. A process goes on with deleted files, and all that it
 * writes is lost when it ends. etcd replaces files in there, but never the folder `member`.
 */
export class DataPresence {
  readonly #folder: string;
  #first: number | null = null;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'member');
  }

  /** Looks now; about 10 µs. A process that `hasServed` has made the folder; one that starts may not have it yet. */
  isGone(hasServed: boolean): boolean {
    let now: number | null;
    try {
      now = statSync(this.#folder, { throwIfNoEntry: false })?.ino ?? null;
    } catch {
      // What may not be looked at is not gone.
      return false;
    }
    if (now === null) return hasServed || this.#first !== null;
    this.#first ??= now;
    return now !== this.#first;
  }
}
