import type { WatchRange } from '@shared/contract/watch';
import type { EtcdctlCommand } from '../base/recorder';

const DASH = 0x2d;

/**
 * The `etcdctl watch` that shows the same from revision `from` on (null: from now on). It does not work for a key
 * that begins with a dash: `watch` takes it for an option, and takes what follows `--` for a program to run at
 * each event.
 */
export function watchCommand(range: WatchRange, from: string | null): EtcdctlCommand {
  const key = range.kind === 'all' ? new Uint8Array(0) : range.key;
  const flags = ['--prev-kv'];
  if (range.kind === 'all' || range.kind === 'prefix') flags.push('--prefix');
  if (from !== null) flags.push(`--rev=${from}`);
  const args = range.kind === 'range' ? [key, range.rangeEnd] : [key];
  const command = { words: ['watch'], flags, args };
  return key[0] === DASH ? { ...command, hindrance: 'leadingDash' } : command;
}
