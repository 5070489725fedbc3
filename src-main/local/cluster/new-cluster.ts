import { randomBytes } from 'node:crypto';
import type { CreateCluster } from '@shared/contract/local';
import { Failure } from '../../base/failure';
import { nodeName } from '../process/plan';
import { checkPorts, consecutive, findPorts, firstPort } from '../process/ports';
import type { ClusterRecord } from '../record/record';

/** One more than the highest port. */
const PORTS = 65_536;

/**
 * The record of a new cluster, with ports that are free now: consecutive ones, a client port and a peer port for
 * each node. Throws PORT_TAKEN, NO_FREE_PORTS, or BAD_INPUT for ports that do not exist.
 */
export async function newCluster(
  input: CreateCluster,
  etcd: ClusterRecord['etcd'],
  reserved: ReadonlyMap<number, string>,
): Promise<ClusterRecord> {
  const first = await choosePorts(input, reserved);
  return {
    id: randomBytes(4).toString('hex'),
    name: input.name,
    createdAt: new Date().toISOString(),
    etcd,
    tuning: input.tuning,
    keepRunning: false,
    nodes: Array.from({ length: input.size }, (_, index) => ({
      name: nodeName(index),
      clientPort: first + 2 * index,
      peerPort: first + 2 * index + 1,
      fate: { kind: 'stopped' },
      logOffset: 0,
    })),
  };
}

async function choosePorts(
  { size, firstPort: asked }: CreateCluster,
  reserved: ReadonlyMap<number, string>,
): Promise<number> {
  const count = 2 * size;
  if (asked === null) return findPorts(firstPort(), { count, reserved });
  if (asked + count > PORTS) {
    throw new Failure('BAD_INPUT', { field: 'firstPort', reason: { kind: 'ports-do-not-fit', count } });
  }
  await checkPorts(consecutive(asked, count), { reserved });
  return asked;
}
