import type { LogRow } from '@shared/contract/logs';

/** A line as it is held and searched. */
export class Entry {
  #haystack: string | null = null;

  /**
   * `order` is where it stands in time, microseconds since 1970: that of the line before it when it has none or
   * an earlier one, so that a node's lines keep the order of its file (threads of etcd write a few microseconds
   * apart).
   */
  constructor(
    readonly row: LogRow,
    readonly order: number,
  ) {}

  /**
   * Message, fields as `name=value` and caller, in lower case, as a window shows them: strings without their
   * quotes. Made at the first search and kept, since most searches are typed letter by letter.
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
