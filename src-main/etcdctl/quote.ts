import { toText } from '@shared/bytes';

/**
 * One word of a bash or zsh command line with exactly these bytes, on one line: unquoted, in `'...'` (any POSIX
 * shell), or in `$'...'` for bytes that are not printable text. null when it has a NUL, which no argument can
 * hold.
 *
 * It means the same at a prompt and in a script: it has no quotes inside quotes, which some shells miscount when
 * they look for a `!` of their history.
 */
export function quoteWord(word: string | Uint8Array): string | null {
  const bytes = bytesOf(word);
  if (bytes.includes(0)) return null;
  const text = toText(bytes);
  if (plain.test(text)) return text;
  if (!/[\\']/.test(text)) return `'${text}'`;
  return `$'${escaped(text, (byte) => short.get(byte) ?? `\\x${hex(byte)}`)}'`;
}

/**
 * A `printf` that prints exactly these bytes, including NUL. It is POSIX and built into every shell, so any length
 * works.
 */
export function printfOf(data: string | Uint8Array): string {
  return `printf ${quotedFormat(data)}`;
}

/** Any bytes as a quoted format of `printf`. */
export function quotedFormat(data: string | Uint8Array): string {
  // Always three digits, because a following digit would become part of a shorter one.
  const octal = (byte: number) => short.get(byte) ?? `\\${byte.toString(8).padStart(3, '0')}`;
  const format = escaped(toText(bytesOf(data)), octal).replaceAll('%', '%%');
  // A leading dash would make it an option.
  return `'${format.startsWith('-') ? `\\055${format.slice(1)}` : format}'`;
}

export function bytesOf(data: string | Uint8Array): Uint8Array {
  return typeof data === 'string' ? new TextEncoder().encode(data) : data;
}

/** Words that no shell treats specially; zsh would take a leading `=` for a path. */
const plain = /^[a-z\d_./:,@+-][a-z\d_./:,@+=-]*$/i;

const short = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
]);

/** Rewrites a text of `toText`: escaped bytes and quotes as `write` returns them; a doubled backslash stays. */
function escaped(text: string, write: (byte: number) => string): string {
  return text.replace(/\\x([\da-f]{2})|\\\\|'/g, (found: string, code?: string) => {
    if (found === "'") return write(0x27);
    return code === undefined ? found : write(Number.parseInt(code, 16));
  });
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
