import type { LogRow } from '@shared/contract/logs';

/** A line as stored and searched. */
export class Entry {
  #haystack: string | null = null;

  /**
   * `order` is the line's position in time, in microseconds since 1970. A line without a time, or with an earlier
   * one, takes that of the line before it, so that a node's lines keep the order of its file (etcd's threads write
   * a few microseconds apart).
   */
  constructor(
    readonly row: LogRow,
    readonly order: number,
  ) {}

  /**
   * Message, fields as `name=value` and caller, in lower case, in the form that a window shows: strings without
   * quotes. Created at the first search and kept, since most searches are typed letter by letter.
   */
  get haystack(): string {
    return (this.#haystack ??= haystackOf(this.row));
  }
}

function haystackOf({ message, fields, caller }: LogRow): string {
  const pairs = fields.map(({ name, value }) => {
    const isText = value.startsWith('"');
    return `${name}=${isText ? value.slice(1, -1) : value}`;
  });
  return [message, ...pairs, caller ?? ''].join('\n').toLowerCase();
}
