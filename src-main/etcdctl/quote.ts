import { toText } from '@shared/bytes';

/**
 * One word of a bash or zsh command line that is exactly these bytes, on one line: as it is, or in `'...'` (any POSIX
 * shell), or in `$'...'` where bytes are no printable text. null when there is a NUL, which no argument can hold.
 *
 * Reads the same typed at a prompt and in a script: no quote stands inside of quotes, which some shells lose count of
 * when they look for a `!` of their history.
 */
export function quoteWord(word: string | Uint8Array): string | null {
  const bytes = bytesOf(word);
  if (bytes.includes(0)) return null;
  const text = toText(bytes);
  if (plain.test(text)) return text;
  if (!/[\\']/.test(text)) return `'${text}'`;
  return `$'${escaped(text, (byte) => short.get(byte) ?? `\\x${hex(byte)}`)}'`;
}

/** A `printf` that prints exactly these bytes, NUL included: POSIX, and built into every shell, so of any length. */
export function printfOf(data: string | Uint8Array): string {
  return `printf ${quotedFormat(data)}`;
}

/** Any bytes as a format of `printf`, quoted. */
export function quotedFormat(data: string | Uint8Array): string {
  // Always three digits: a digit that follows would be read with fewer.
  const octal = (byte: number) => short.get(byte) ?? `\\${byte.toString(8).padStart(3, '0')}`;
  const format = escaped(toText(bytesOf(data)), octal).replaceAll('%', '%%');
  // What begins with a dash would be read as an option.
  return `'${format.startsWith('-') ? `\\055${format.slice(1)}` : format}'`;
}

export function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

/** Words that no shell does anything with; a leading `=` would be a path for zsh. */
const plain = /^[a-z\d_./:,@+-][a-z\d_./:,@+=-]*$/i;

const short = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
]);

/** A text of `toText` with its escaped bytes, and its quotes, written by `write`; a doubled backslash stays. */
function escaped(text: string, write: (byte: number) => string): string {
  return text.replace(/\\x([\da-f]{2})|\\\\|'/g, (found: string, code?: string) => {
    if (found === "'") return write(0x27);
    return code === undefined ? found : write(Number.parseInt(code, 16));
  });
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
