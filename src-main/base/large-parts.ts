import type { EtcdctlCommand } from './recorder';

/** A longer part is not kept, or a few large values would push all other commands out of the log. Bytes, or characters. */
const KEPT_WHOLE = 64 * 1024;
/** How much is kept of a part that is longer. */
const KEPT_START = 1000;

/**
 * What the log keeps of a value. To quote a value of 1.4 MiB takes more than a second, in which the engine does nothing else:
 * cut first, quote then.
 */
export function keptValue(value: Uint8Array): { readonly value: Uint8Array; readonly isCut: boolean } {
  const isCut = value.length > KEPT_WHOLE;
  return { value: isCut ? startOf(value) : value, isCut };
}

/** The command with only the start of each part that is too large for the log; then it cannot be run any more. */
export function withoutLargeParts(command: EtcdctlCommand): EtcdctlCommand {
  const { args, stdin } = command;
  const kept = (part: string | Uint8Array): string | Uint8Array => {
    if (part.length <= KEPT_WHOLE) return part;
    return typeof part === 'string' ? part.slice(0, KEPT_START) : startOf(part);
  };
  if (![...(args ?? []), stdin ?? ''].some(({ length }) => length > KEPT_WHOLE)) return command;
  return {
    ...command,
    ...(args && { args: args.map(kept) }),
    ...(stdin !== undefined && { stdin: kept(stdin) }),
    hindrance: command.hindrance ?? 'cut',
  };
}

function startOf(bytes: Uint8Array): Uint8Array {
  let end = KEPT_START;
  // Not within a character of UTF-8. Bytes that are no text end after at most three more.
  while (end > KEPT_START - 3 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return bytes.slice(0, end);
}

/** Characters of a text that somebody else wrote for people to read, such as a server's name or a program's error. */
const MOST_TEXT = 500;

/** A text for people to read, or the beginning of it with an ellipsis when nobody would read it to its end. */
export function shown(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  // Through bytes, since a slice would keep the whole text in memory.
  const start = Buffer.from(text.slice(0, MOST_TEXT), 'utf16le').toString('utf16le');
  return `${start.replace(/[\uD800-\uDBFF]$/, '')}…`;
}
