import type { CommandHindrance } from '@shared/contract/etcdctl';
import type { EtcdctlCommand } from '../base/recorder';
import { bytesOf, printfOf, quotedFormat, quoteWord } from './quote';

/** A line of a shell, and whether one can run it: not when an argument has a NUL and there is no other way to say it. */
export interface ShellLine {
  readonly line: string;
  /** Why no shell can run it: the line then only shows what was done. null when one can. */
  readonly hindrance: CommandHindrance | null;
}

/** Longer arguments go by standard input: Linux takes 128 KiB in one argument (execve(2)), Windows 32 KiB in all. */
const MAX_ARGUMENT = 16 * 1024;

/**
 * `command` for bash, zsh and other POSIX shells, on one line. `env` stands before it as assignments. Values that
 * no argument can hold come by standard input, which `put` reads; keys with a NUL in a transaction of one
 * operation, whose text can name every byte (`etcdctl txn`, since 3.0).
 */
export function shellLine(command: EtcdctlCommand, env: Readonly<Record<string, string>> = {}): ShellLine {
  const { words, flags = [], args = [], stdin } = withValueByInput(command);
  const quoted = args.map(quoteWord);
  if (quoted.includes(null)) {
    const whole = asTransaction(command);
    if (whole) return shellLine(whole, env);
  }
  const assignments = Object.entries(env).map(([name, value]) => `${name}=${quoteWord(value) ?? ''}`);
  const options = flags.map((flag) => quoteWord(flag) ?? '');
  // Only where it is needed: it reads strangely to who does not know it.
  const end = args.some((arg) => bytesOf(arg)[0] === DASH) ? ['--'] : [];
  const positional = quoted.map((word, index) => word ?? quotedFormat(args[index] ?? ''));
  const call = [...assignments, 'etcdctl', ...words, ...options, ...end, ...positional].join(' ');
  return {
    line: stdin === undefined ? call : `${printfOf(stdin)} | ${call}`,
    hindrance: command.hindrance ?? (quoted.includes(null) ? 'nul' : null),
  };
}

const DASH = 0x2d;

function withValueByInput(command: EtcdctlCommand): EtcdctlCommand {
  const [key, value, ...more] = command.args ?? [];
  if (command.words[0] !== 'put' || key === undefined || value === undefined || more.length > 0)
    return command;
  const bytes = bytesOf(value);
  if (!bytes.includes(0) && bytes.length <= MAX_ARGUMENT) return command;
  return { ...command, args: [key], stdin: bytes };
}

/** The same as the one operation of a transaction without conditions; null for what is none. */
function asTransaction({ words, flags = [], args = [] }: EtcdctlCommand): EtcdctlCommand | null {
  const [word = ''] = words;
  if (!['put', 'get', 'del'].includes(word)) return null;
  const end = args.some((arg) => bytesOf(arg)[0] === DASH) ? ['--'] : [];
  const operation = [word, ...flags, ...end, ...args.map(txnWord)].join(' ');
  // No conditions; the operations, ended by an empty line; none for when a condition does not hold.
  return { words: ['txn'], stdin: `\n${operation}\n\n\n` };
}

/** Any bytes as a word of the text that `etcdctl txn` reads: a string literal of Go. */
export function txnWord(word: string | Uint8Array): string {
  let literal = '';
  for (const byte of bytesOf(word)) {
    const char = String.fromCharCode(byte);
    const isPlain = byte >= 0x20 && byte < 0x7f && char !== '"' && char !== '\\';
    literal += isPlain ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `"${literal}"`;
}
