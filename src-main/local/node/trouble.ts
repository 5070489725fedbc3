import type { Trouble } from '@shared/contract/local';
import type { LogLevel } from '@shared/contract/logs';
import type { LogRecord } from '../../logs/record';
import { parseLogLine } from '../../logs/record';

/** Why a process ended, with the log text that says so. */
export interface Reason {
  readonly trouble: Trouble;
  readonly detail: string;
}

/**
 * Messages of etcd 3.4 to 3.7, each provoked for real (see `samples/`), the most certain first. A full disk also
 * leaves files that look corrupt. An unknown panic while etcd reads its data counts as corrupt data only when
 * nothing else explains it.
 */
const SIGNS: readonly (readonly [Trouble, RegExp])[] = [
  ['disk-full', /no space left on device|disk quota exceeded|not enough space on the disk/i],
  ['port-taken', /bind: address already in use|only one usage of each socket address/i],
  ['data-folder-in-use', /flocked by another process|another etcd process is using|file already locked/i],
  [
    'flag-unknown',
    /^flag provided but not defined|^invalid value .* for flag|^flag needs an argument|failed to verify flags/,
  ],
  ['already-bootstrapped', /has already been bootstrapped/],
  ['removed-from-cluster', /member has been permanently removed from the cluster/],
  [
    'version-mismatch',
    /invalid downgrade|incompatible with current running cluster|version "?[\d.]+"? is not supported|unmarshal should never fail/,
  ],
  ['data-older', /tocommit\(\d+\) is out of range/],
  [
    'data-corrupt',
    /invalid database|file size too small|crc mismatch|max entry size limit exceeded|checksum error|cannot use none as id|snapshot file doesn't exist|failed to (?:recover|read|open) .*(?:snapshot|WAL)|unexpected EOF|both meta pages are invalid|unexpected fault address/i,
  ],
];

/** Stack frames of etcd while it reads its data folder, before it serves. */
const READING_DATA =
  /^go\.etcd\.io\/\S*(?:etcdserver\.(?:NewServer|bootstrap)|wal\.Open|backend\.newBackend)/;

/** Finds out from the last lines of a run why it ended. `other` when they do not say; `detail` is '' without lines. */
export function reasonOf(lines: readonly string[]): Reason {
  const said = lines.map((line) => {
    const record = parseLogLine(line);
    return { line, level: record.level, text: sentence(record) };
  });
  for (const [trouble, sign] of SIGNS) {
    const found = said.findLast(
      ({ text, level }) => sign.test(text) && (trouble !== 'data-corrupt' || isBad(level)),
    );
    if (found) return { trouble, detail: found.text };
  }
  const panic = said.find(({ line }) => line.startsWith('panic: ') || line.startsWith('fatal error: '));
  if (panic) {
    const reading = lines.some((line) => READING_DATA.test(line));
    return { trouble: reading ? 'data-corrupt' : 'other', detail: panic.text };
  }
  return { trouble: 'other', detail: lastWords(lines) };
}

/** Warnings are about others: a peer that dies is an "unexpected EOF" to its connections, not damage. */
function isBad(level: LogLevel): boolean {
  return level === 'error' || level === 'fatal';
}

/** The most telling line: the last error, else the last line. */
function lastWords(lines: readonly string[]): string {
  const records = lines.filter((line) => line.trim() !== '').map((line) => parseLogLine(line));
  const worst =
    records.findLast(({ level }) => level === 'fatal') ?? records.findLast(({ level }) => level === 'error');
  const last = worst ?? records.at(-1);
  return last ? sentence(last) : '';
}

/** A log line as a sentence: its message, and its `error` if it has one. */
export function sentence({ message, fields }: LogRecord): string {
  const error = fields.find(({ name }) => name === 'error')?.value;
  if (error === undefined) return message;
  return `${message}: ${error.startsWith('"') ? String(JSON.parse(error)) : error}`;
}
