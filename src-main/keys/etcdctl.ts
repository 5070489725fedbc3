import { bytesEqual, toText } from '@shared/bytes';
import type { Guard, KeyFolder, KeyRange, KeysStatus, LeaseChoice } from '@shared/contract/keys';
import { signedLeaseId } from '@shared/lease-id';
import { keptValue } from '../base/large-parts';
import type { EtcdctlCommand } from '../base/recorder';
import { rangesOf } from './folder';
import { END } from './source/source';

/*
 * The etcdctl command of each action. A guarded action is a transaction, as in the window: its text has the
 * conditions, what to do when they hold, and what to do otherwise.
 */

export interface PutAction {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
  readonly lease: LeaseChoice;
  readonly guard: Guard;
}

export function getCommand(key: Uint8Array, revision: string | null): EtcdctlCommand {
  return { words: ['get'], flags: revision === null ? [] : [`--rev=${revision}`], args: [key] };
}

export function countPrefixCommand(folder: KeyFolder): EtcdctlCommand {
  return onFolder('get', ['--count-only', '--write-out=fields'], folder);
}

/** All keys, or those of each range that the user may read, because etcd would refuse a wider range. */
export function listCommands(scope: KeysStatus['scope']): readonly EtcdctlCommand[] {
  return scope.kind === 'all'
    ? [{ words: ['get'], flags: ['--prefix', '--keys-only'], args: [''] }]
    : scope.ranges.map(listCommand);
}

function listCommand(range: KeyRange): EtcdctlCommand {
  const { flags, args } = rangeArguments(range);
  return { words: ['get'], flags: [...flags, '--keys-only'], args };
}

function rangeArguments({ key, rangeEnd }: KeyRange) {
  if (rangeEnd.length === 0) return { flags: [], args: [key] };
  if (bytesEqual(rangeEnd, END)) return { flags: ['--from-key'], args: [key] };
  return { flags: [], args: [key, rangeEnd] };
}

/** A command on the keys of a folder; on several ranges of them, a transaction of one operation each. */
function onFolder(word: 'get' | 'del', flags: readonly string[], folder: KeyFolder): EtcdctlCommand {
  const { prefix, within } = folder;
  if (!within) return { words: [word], flags: ['--prefix', ...flags], args: [prefix] };
  const operations = rangesOf(folder).map(rangeArguments);
  const [first] = operations;
  if (first && operations.length === 1)
    return { words: [word], flags: [...first.flags, ...flags], args: first.args };
  const inTxn = flags.filter((flag) => !flag.startsWith('--write-out'));
  const lines = operations.map((each) => operation(word, [...each.flags, ...inTxn], each.args));
  return { words: ['txn'], stdin: `\n${lines.join('\n')}\n\n\n` };
}

/** A large value is cut, see `keptValue`; the command then says that it cannot be run. */
export function putCommand({ value, ...action }: PutAction): EtcdctlCommand {
  const kept = keptValue(value);
  const command = putCommandWith({ ...action, value: kept.value });
  return kept.isCut ? { ...command, hindrance: 'cut' } : command;
}

function putCommandWith({ key, value, lease, guard }: PutAction): EtcdctlCommand {
  const flags = lease.kind === 'lease' ? [`--lease=${signedLeaseId(lease.id).toString(16)}`] : [];
  const plain = operation('put', flags, [key, value]);
  const keeping = operation('put', ['--ignore-lease'], [key, value]);
  if (guard.kind === 'none') {
    if (lease.kind !== 'keep') return { words: ['put'], flags, args: [key, value] };
    return txn(`create(${quoted(key)}) > "0"`, keeping, plain);
  }
  const keeps = lease.kind === 'keep' && guard.kind === 'unchanged';
  return txn(held(key, guard), keeps ? keeping : plain, operation('get', [], [key]));
}

export function removeCommand(key: Uint8Array, guard: Guard): EtcdctlCommand {
  if (guard.kind === 'none') return { words: ['del'], args: [key] };
  return txn(held(key, guard), operation('del', [], [key]), operation('get', [], [key]));
}

/** Omits the window's check before it: `etcdctl txn` has no condition on a range. */
export function removePrefixCommand(folder: KeyFolder): EtcdctlCommand {
  return onFolder('del', [], folder);
}

function txn(condition: string, success: string, failure: string): EtcdctlCommand {
  return { words: ['txn'], stdin: `${condition}\n\n${success}\n\n${failure}\n\n` };
}

function held(key: Uint8Array, guard: Exclude<Guard, { kind: 'none' }>): string {
  const modRevision = guard.kind === 'absent' ? '0' : guard.modRevision;
  return `mod(${quoted(key)}) = "${modRevision}"`;
}

function operation(word: string, flags: readonly string[], args: readonly Uint8Array[]): string {
  const end = args.some((arg) => arg[0] === DASH) ? ['--'] : [];
  return [word, ...flags, ...end, ...args.map(quoted)].join(' ');
}

const DASH = 0x2d;

/** Quotes bytes as Go quotes a string, which is what etcdctl parses: text as it is, any other byte as \xHH. */
function quoted(bytes: Uint8Array): string {
  return `"${toText(bytes).replaceAll('"', '\\"')}"`;
}
