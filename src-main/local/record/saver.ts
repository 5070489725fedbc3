/** Saves one thing, never twice at once; changes made during a write go into the next one. */
export class Saver {
  readonly #write: () => Promise<void>;
  #current: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when everything up to this call is written; rejects when that write failed. */
  save(): Promise<void> {
    this.#next ??= this.#current
      .catch(() => undefined)
      .then(() => {
        this.#next = null;
        this.#current = this.#write();
        return this.#current;
      });
    return this.#next;
  }
}
