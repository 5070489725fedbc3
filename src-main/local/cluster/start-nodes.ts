import { Failure, isFailure } from '../../base/failure';
import { folderHolder } from '../process/folder-holder';
import type { OpenLog } from '../node/log-file';
import { closeLog } from '../node/log-file';
import type { LocalNode } from '../node/node';
import { nodeArguments, nodeEnvironment } from '../process/plan';
import { portHolder } from '../process/port-holder';
import { takenPort } from '../process/ports';
import type { ProcessTable } from '../process/process-table';
import type { ClusterRecord } from '../record/record';

export interface StartOptions {
  /** The current record of the cluster, including its nodes. */
  readonly record: () => ClusterRecord;
  /** Writes the record, which marks a node as started before it has a process. */
  readonly save: () => Promise<void>;
  readonly table: ProcessTable;
  /** Whether the app is closing; nothing is started then. */
  readonly closing: () => boolean;
  /** The names of our clusters by the ports they reserve; null when the ports were already checked. */
  readonly reserved: ReadonlyMap<number, string> | null;
}

interface Ready {
  readonly node: LocalNode;
  readonly log: OpenLog;
}

/**
 * Starts the nodes together; all processes exist when it resolves. A node that cannot be started is shown as
 * failed and does not hold up the others. Returns the failures. Throws an unexpected error only when no node is
 * left half started.
 */
export async function startNodes(nodes: readonly LocalNode[], options: StartOptions): Promise<Failure[]> {
  const failures: Failure[] = [];
  const bugs: unknown[] = [];
  const fail = (node: LocalNode, error: unknown) => {
    if (isFailure(error)) failures.push(error);
    else bugs.push(error);
    node.fail(isFailure(error) ? error : cancelled());
  };
  const ready: Ready[] = [];
  await Promise.all(
    nodes.map(async (node) => {
      try {
        await checkNode(node, options);
        ready.push({ node, log: node.prepare() });
      } catch (error) {
        fail(node, error);
      }
    }),
  );
  try {
    if (bugs.length > 0) throw cancelled();
    await options.save();
    if (options.closing()) throw cancelled();
  } catch (error) {
    for (const { node, log } of ready) {
      closeLog(log);
      fail(node, error);
    }
    return orThrow(bugs, failures);
  }
  const record = options.record();
  // Each call starts its process before it returns its promise; nothing is awaited in between.
  const launched = ready.map(({ node, log }) => node.launch(launchOf(record, node), log));
  const ends = await Promise.allSettled(launched);
  for (const [index, end] of ends.entries()) {
    const node = ready[index]?.node;
    if (end.status === 'rejected' && node) fail(node, end.reason);
  }
  return orThrow(bugs, failures);
}

/** The failure of a node that was not started although nothing is wrong with it. */
function cancelled(): Failure {
  return new Failure('CANCELLED', { action: 'start' });
}

function orThrow(bugs: readonly unknown[], failures: Failure[]): Failure[] {
  if (bugs.length > 0) throw bugs[0];
  return failures;
}

/** Throws NODE_PORT_TAKEN or NODE_DATA_IN_USE. etcd would report both, but later, and the second only after 10 s. */
async function checkNode(node: LocalNode, { reserved, table }: StartOptions): Promise<void> {
  const pid = await folderHolder(node.dataFolder, table);
  if (pid !== null) throw new Failure('NODE_DATA_IN_USE', { node: node.name, path: node.dataFolder, pid });
  const { clientPort, peerPort } = node.record;
  const taken = reserved && (await takenPort([clientPort, peerPort], { reserved }));
  if (!taken) return;
  const holder = taken.by === null ? portHolder(taken.port) : null;
  throw new Failure('NODE_PORT_TAKEN', { node: node.name, ...taken, pid: holder });
}

function launchOf(record: ClusterRecord, node: LocalNode) {
  const { path, executable, version } = record.etcd;
  return {
    identity: { name: node.name, dataFolder: node.dataFolder, path, executable, runs: null },
    version,
    arguments: nodeArguments(record, node.record, node.dataFolder),
    environment: nodeEnvironment(process.env, version),
  };
}
