interface Entry<T> {
  readonly item: T;
  readonly at: number;
}

/** Items ordered by due time, each once: a binary heap that knows the position of each item. All calls are O(log n). */
export class DueQueue<T> {
  readonly #heap: Entry<T>[] = [];
  readonly #places = new Map<T, number>();

  get size(): number {
    return this.#heap.length;
  }

  /** The item that is due first; null when the queue is empty. */
  get first(): Entry<T> | null {
    return this.#heap[0] ?? null;
  }

  has(item: T): boolean {
    return this.#places.has(item);
  }

  /** Adds an item, or moves it to another time. */
  set(item: T, at: number): void {
    const entry = { item, at };
    const place = this.#places.get(item) ?? this.#heap.length;
    this.#put(entry, place);
    this.#up(entry, place);
    this.#down(entry, this.#places.get(item) ?? place);
  }

  delete(item: T): void {
    const place = this.#places.get(item);
    if (place === undefined) return;
    this.#places.delete(item);
    const last = this.#heap.pop();
    if (!last || last.item === item) return;
    this.#put(last, place);
    this.#up(last, place);
    this.#down(last, this.#places.get(last.item) ?? place);
  }

  #up(entry: Entry<T>, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#heap[above];
      if (!parent || parent.at <= entry.at) return;
      this.#put(parent, place);
      this.#put(entry, above);
      place = above;
    }
  }

  #down(entry: Entry<T>, from: number): void {
    let place = from;
    for (;;) {
      const below = this.#lesser(2 * place + 1, 2 * place + 2);
      const child = this.#heap[below];
      if (!child || child.at >= entry.at) return;
      this.#put(child, place);
      this.#put(entry, below);
      place = below;
    }
  }

  #lesser(left: number, right: number): number {
    const [some, other] = [this.#heap[left], this.#heap[right]];
    return some && other && other.at < some.at ? right : left;
  }

  #put(entry: Entry<T>, place: number): void {
    this.#heap[place] = entry;
    this.#places.set(entry.item, place);
  }
}
