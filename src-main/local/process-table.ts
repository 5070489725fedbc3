import type { ProcessEntry } from './process-entry';
import { LinuxProcesses } from './processes-linux';
import { PosixProcesses } from './processes-posix';
import { WindowsProcesses } from './processes-windows';

/** The system's table of processes. */
export interface ProcessTable {
  /** How often it may be looked at, by what a look costs. Milliseconds. */
  readonly intervalMs: number;
  /** Every process that could be an etcd of ours, by its command line. */
  list(): Promise<readonly ProcessEntry[]>;
  /** Those of the pids that exist, zombies included. */
  look(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>>;
}

/** The table of this system. */
export function systemProcesses(platform: NodeJS.Platform = process.platform): ProcessTable {
  if (platform === 'linux') return new LinuxProcesses();
  return platform === 'win32' ? new WindowsProcesses() : new PosixProcesses();
}
