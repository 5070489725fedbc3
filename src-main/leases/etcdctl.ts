import type { EtcdctlCommand } from '../base/recorder';

/*
 * What does the same as an action on leases. IDs are hex, as etcdctl reads and prints them.
 */

/** null for a lease of a chosen ID: etcdctl cannot ask for one. */
export function grantCommand(ttl: number, id: string | null): EtcdctlCommand | null {
  return id === null ? { words: ['lease', 'grant'], args: [String(ttl)] } : null;
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
