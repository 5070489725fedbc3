import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { UnreadableState } from '@shared/contract/local';
import { LocalNode } from '../node/node';
import { clusterArgument } from '../process/plan';
import { hasArgument, isNodeProcess, otherProgram } from '../process/process-entry';
import type { NodeIdentity, ProcessEntry } from '../process/process-entry';
import type { ProcessTable } from '../process/process-table';
import type { UnreadableRecord } from '../record/record-store';

/** A cluster whose record cannot be used, with the processes that are provably its own. */
export class UnreadableCluster {
  readonly folder: string;
  readonly nodes: readonly LocalNode[];
  /** What a supervisor asks of a cluster: nobody asks these members anything. */
  readonly watch = { observe: () => undefined };
  readonly #record: UnreadableRecord;

  /** Adopts its nodes among `processes`; calls `changed` when one of them ends or is being ended. */
  constructor(
    record: UnreadableRecord,
    processes: readonly ProcessEntry[],
    { table, changed }: { readonly table: ProcessTable; readonly changed: () => void },
  ) {
    this.folder = record.folder;
    this.#record = record;
    const events = { changed, recordChanged: () => undefined, ended: () => undefined };
    this.nodes = nodesOf(record.folder, processes).map(({ entry, identity }) => {
      const unknown = { clientPort: 0, peerPort: 0, fate: { kind: 'running' }, logOffset: 0 } as const;
      const node = new LocalNode(
        { name: identity.name, ...unknown },
        { clusterFolder: record.folder, electionMs: 0, table, events },
      );
      node.adopt(entry, identity);
      return node;
    });
  }

  get state(): UnreadableState {
    const { folder, problem } = this.#record;
    const nodes = this.nodes.flatMap(({ name, process }) => (process ? { name, pid: process.pid } : []));
    return { folder, problem, nodes };
  }

  /** Ends its processes: SIGTERM, SIGKILL after 4 s. Throws NODE_NOT_ENDED when one survives. */
  async stop(): Promise<void> {
    const ends = await Promise.allSettled(this.nodes.map((node) => node.stop()));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** Called when the app closes: as for any other cluster. */
  async close(): Promise<void> {
    if (!this.#record.keepRunning) await this.stop();
  }
}

/**
 * The processes that name this cluster and one of its folders in their arguments, as only this app starts them. The record
 * would say which program they run; without it, that is whatever the system shows now, and it must stay that.
 */
function nodesOf(
  folder: string,
  processes: readonly ProcessEntry[],
): { readonly entry: ProcessEntry; readonly identity: NodeIdentity }[] {
  const own = processes.filter(({ command }) => hasArgument(command, clusterArgument(basename(folder))));
  if (own.length === 0) return [];
  return foldersIn(folder).flatMap((name) => {
    const dataFolder = join(folder, name, 'data');
    for (const entry of own) {
      const unknown = { name, dataFolder, path: '', executable: '', runs: null };
      const identity = { ...unknown, runs: otherProgram(entry, unknown) };
      if (isNodeProcess(entry, identity)) return { entry, identity };
    }
    return [];
  });
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}
