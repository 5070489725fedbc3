import type { ProcessEntry } from './process-entry';

/** The system's table of processes. */
export interface ProcessTable {
  /** How often it may be looked at, by what a look costs. Milliseconds. */
  readonly intervalMs: number;
  /** Every process that could be an etcd of ours, by its command line. */
  list(): Promise<readonly ProcessEntry[]>;
  /** Those of the pids that exist, zombies included. */
  look(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>>;
}
