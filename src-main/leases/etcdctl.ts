import { signedLeaseId } from '@shared/lease-id';
import type { EtcdctlCommand } from '../base/recorder';

/* The etcdctl commands of actions on leases. IDs are hex. */

/** As etcdctl reads it: the hex of a signed number. */
function idArg(id: string): string {
  return signedLeaseId(id).toString(16);
}

/** With a chosen ID the command only shows what was done: etcdctl cannot ask for an ID. */
export function grantCommand(ttl: number, id: string | null): EtcdctlCommand {
  const words = ['lease', 'grant'];
  return id === null
    ? { words, args: [String(ttl)] }
    : { words, args: [String(ttl), idArg(id)], hindrance: 'chosenId' };
}

/** etcdctl lists IDs only. */
export const listCommand: EtcdctlCommand = { words: ['lease', 'list'] };

/** Its remaining time and its keys. */
export function detailsCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'timetolive'], flags: ['--keys'], args: [idArg(id)] };
}

export function keepAliveOnceCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'keep-alive'], flags: ['--once'], args: [idArg(id)] };
}

/** Runs until it is interrupted. */
export function keepAliveCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'keep-alive'], args: [idArg(id)] };
}

export function revokeCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'revoke'], args: [idArg(id)] };
}
