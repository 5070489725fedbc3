import type { EtcdctlCommand } from '../base/recorder';

/*
 * What does the same as an action on leases. IDs are hex, as etcdctl reads and prints them.
 */

/** Of a chosen ID it only shows what was done: etcdctl cannot ask for one. */
export function grantCommand(ttl: number, id: string | null): EtcdctlCommand {
  const words = ['lease', 'grant'];
  return id === null
    ? { words, args: [String(ttl)] }
    : { words, args: [String(ttl), id], hindrance: 'chosenId' };
}

/** etcdctl tells the IDs alone. */
export const listCommand: EtcdctlCommand = { words: ['lease', 'list'] };

/** Its time and its keys. */
export function detailsCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'timetolive'], flags: ['--keys'], args: [id] };
}

export function keepAliveOnceCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'keep-alive'], flags: ['--once'], args: [id] };
}

/** Goes on until it is ended. */
export function keepAliveCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'keep-alive'], args: [id] };
}

export function revokeCommand(id: string): EtcdctlCommand {
  return { words: ['lease', 'revoke'], args: [id] };
}
