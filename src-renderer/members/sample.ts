import { defaultTuning, type Cluster, type ClusterNode, type NodeState } from '@shared/contract/local';
import type { MemberRow, MembersState, MemberStatus } from '@shared/contract/members';

/* Clusters and members for tests, as the engine reports them: three nodes, with n1 leading in term 7. */

const SINCE = '2026-11-23T15:00:00.000Z';
export const up = { kind: 'up', pid: 4242, since: SINCE } as const satisfies NodeState;
export const killed = {
  kind: 'crashed' as const,
  signal: 'SIGKILL',
  byUs: true,
  at: '2026-11-23T15:11:16.060Z',
  tail: ['last line'],
} satisfies NodeState;

export function sampleNode(index: number, state: NodeState = up): ClusterNode {
  const name = `n${index + 1}`;
  const clientPort = 2379 + 2 * index;
  return {
    name,
    clientPort,
    peerPort: clientPort + 1,
    clientUrl: `http://127.0.0.1:${clientPort}`,
    folder: `/data/clusters/demo/${name}`,
    logFile: `/data/clusters/demo/${name}.log`,
    state,
    openToPages: false,
    busy: false,
  };
}

export function sampleCluster(
  states: readonly NodeState[] = [up, up, up],
  part: Partial<Cluster> = {},
): Cluster {
  return {
    id: 'c1',
    name: 'demo',
    createdAt: SINCE,
    version: '3.6.14',
    etcdPath: '/usr/bin/etcd',
    dataVersion: '3.6.14',
    etcdBefore: null,
    tuning: defaultTuning,
    keepRunning: false,
    folder: '/data/clusters/demo',
    nodes: states.map((state, index) => sampleNode(index, state)),
    busy: null,
    leaderChange: null,
    ...part,
  };
}

/** Member IDs of n1, n2 and so on. */
export const memberIds = ['860aa675ce54c71e', '9b53628f31f8b629', 'ff34287f6b9a3789'] as const;

export function sampleStatus(index: number, part: Partial<MemberStatus> = {}): MemberStatus {
  return {
    clusterId: '7d8451b3da3a0d2c',
    memberId: memberIds[index] ?? '1',
    version: '3.6.14',
    storageVersion: '3.6.0',
    dbSize: 20_480,
    dbSizeInUse: 16_384,
    dbSizeQuota: 2_147_483_648,
    leader: memberIds[0],
    isLearner: false,
    raftTerm: '7',
    raftIndex: '1204',
    raftAppliedIndex: '1204',
    revision: '1187',
    impossible: [],
    errors: [],
    downgrade: { enabled: false, target: '' },
    ...part,
  };
}

export function sampleRow(index: number, part: Partial<MemberRow> = {}): MemberRow {
  return {
    endpoint: `http://127.0.0.1:${2379 + 2 * index}`,
    name: `n${index + 1}`,
    status: sampleStatus(index),
    failure: null,
    roundTripMs: 0.412,
    at: SINCE,
    ...part,
  };
}

/** For a member that does not answer: its last status stays. */
export const unreachable: Partial<MemberRow> = {
  failure: {
    code: 'ENDPOINT_UNREACHABLE',
    data: { endpoint: 'http://127.0.0.1:2379', reason: { kind: 'not-running' } },
  },
};

export function sampleMembers(
  rows: readonly MemberRow[] = [0, 1, 2].map((index) => sampleRow(index)),
): MembersState {
  return { rows: [...rows], leader: { memberId: memberIds[0], name: 'n1', term: '7' }, clusters: null };
}
