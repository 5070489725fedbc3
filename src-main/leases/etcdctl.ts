import type { EtcdctlCommand } from '../base/recorder';

/* The etcdctl commands of actions on leases. IDs are hex, as etcdctl reads and prints them. */

/** With a chosen ID the command only shows what was done: etcdctl cannot ask for an ID. */
export function grantCommand(ttl: number, id: string | null): EtcdctlCommand {
  const words = ['lease', 'grant'];
  return id === null
    ? { words, args: [String(ttl)] }
    : { words, args: [String(ttl), id], hindrance: 'chosenId' };
}

/** etcdctl lists IDs only. */
export const listCommand: EtcdctlCommand = { words: ['lease', 'list'] };

/** Its remaining time and its keys. */
export function detailsCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'timetolive'], flags: ['--keys'], args: [id] };
}

export function keepAliveOnceCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'keep-alive'], flags: ['--once'], args: [id] };
}

/** Runs until it is interrupted. */
export function keepAliveCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'keep-alive'], args: [id] };
}

export function revokeCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'revoke'], args: [id] };
}
