import type { CommandHindrance } from '@shared/contract/etcdctl';
import type { EtcdctlCommand } from '../base/recorder';
import { bytesOf, printfOf, quotedFormat, quoteWord } from './quote';

/**
 * A shell line, and whether it can be run. It cannot when an argument has a NUL and there is no other way to pass
 * it.
 */
export interface ShellLine {
  readonly line: string;
  /** Why no shell can run it, in which case it only shows what was done; null when a shell can. */
  readonly hindrance: CommandHindrance | null;
}

/**
 * Longer arguments go through standard input: Linux allows 128 KiB in one argument (execve(2)), Windows 32 KiB in
 * all.
 */
const MAX_ARGUMENT = 16 * 1024;

/**
 * `command` for bash, zsh and other POSIX shells, on one line, with `env` before it as assignments. Values that no
 * argument can hold go through standard input, which `put` reads. Keys with a NUL go into a transaction of one
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
  // Only where it is needed, because it puzzles people who do not know it.
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

/** The same as a transaction of one operation without conditions; null for commands that are not operations. */
function asTransaction({ words, flags = [], args = [] }: EtcdctlCommand): EtcdctlCommand | null {
  const [word = ''] = words;
  if (!['put', 'get', 'del'].includes(word)) return null;
  const end = args.some((arg) => bytesOf(arg)[0] === DASH) ? ['--'] : [];
  const operation = [word, ...flags, ...end, ...args.map(txnWord)].join(' ');
  // No conditions, then the operations, ended by an empty line, then none for a failed condition.
  return { words: ['txn'], stdin: `\n${operation}\n\n\n` };
}

/** Any bytes as a word of the text that `etcdctl txn` reads: a Go string literal. */
export function txnWord(word: string | Uint8Array): string {
  let literal = '';
  for (const byte of bytesOf(word)) {
    const char = String.fromCharCode(byte);
    const isPlain = byte >= 0x20 && byte < 0x7f && char !== '"' && char !== '\\';
    literal += isPlain ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `"${literal}"`;
}
