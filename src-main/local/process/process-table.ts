import type { ProcessEntry } from './process-entry';

/** The system's table of processes. */
export interface ProcessTable {
  /** How often to look at it, depending on what a look costs. Milliseconds. */
  readonly intervalMs: number;
  /** Every process that could be one of our etcds, judged by its command line. */
  list(): Promise<readonly ProcessEntry[]>;
  /** The entries of those pids that exist, zombies included. */
  look(pids: readonly number[]): Promise<ReadonlyMap<number, ProcessEntry>>;
}
