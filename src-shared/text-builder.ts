/** How many UTF-16 units are converted to a string at once; a call can safely take this many arguments. */
const CHUNK = 8192;
const NONE = new Uint16Array(0);
/** The buffer of the last text: most texts are short, and a buffer for each costs more than they. */
let spare: Uint16Array | null = null;

/** Builds a long text unit by unit. Takes a fraction of the time and memory of joining many short strings. */
export class TextBuilder {
  #units = spare ?? new Uint16Array(CHUNK);
  #filled = 0;
  #text = '';

  constructor() {
    spare = null;
  }

  /** Adds one UTF-16 unit. */
  put(unit: number): void {
    this.#units[this.#filled++] = unit;
    if (this.#filled === CHUNK) this.#flush();
  }

  /** Adds `text` from `from` up to `end`. */
  add(text: string, from = 0, end = text.length): void {
    for (let at = from; at < end;) {
      const stop = Math.min(end, at + CHUNK - this.#filled);
      while (at < stop) this.#units[this.#filled++] = text.charCodeAt(at++);
      if (this.#filled === CHUNK) this.#flush();
    }
  }

  /** The text. Nothing can be added after it. */
  end(): string {
    this.#flush();
    spare = this.#units;
    this.#units = NONE;
    return this.#text;
  }

  #flush(): void {
    this.#text += String(Reflect.apply(String.fromCharCode, null, this.#units.subarray(0, this.#filled)));
    this.#filled = 0;
  }
}
