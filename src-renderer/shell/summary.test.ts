import { defaultTuning, type Cluster } from '@shared/contract/local';
import type { MemberRow, MembersState, MemberStatus } from '@shared/contract/members';
import { expect, test } from 'vitest';
import { clusterWord } from './cluster-word';
import { expectedOf, summarise } from './summary';

const at = '2026-11-23T15:11:16.000Z';

function cluster(
  kinds: readonly ('up' | 'stopped' | 'starting' | 'crashed')[],
  more: Partial<Cluster> = {},
): Cluster {
  return {
    id: 'c1',
    name: 'demo',
    createdAt: at,
    version: '3.6.14',
    etcdPath: '/usr/bin/etcd',
    dataVersion: '3.6.14',
    etcdBefore: null,
    tuning: defaultTuning,
    keepRunning: false,
    folder: '/data/c1',
    busy: null,
    leaderChange: null,
    nodes: kinds.map((kind, index) => ({
      name: `n${index + 1}`,
      clientPort: 2379,
      peerPort: 2380,
      clientUrl: 'http://127.0.0.1:2379',
      folder: '/data/c1/n',
      logFile: '/data/c1/n.log',
      openToPages: false,
      busy: false,
      state:
        kind === 'stopped'
          ? { kind }
          : kind === 'crashed'
            ? { kind, signal: 'SIGKILL', byUs: true, at, tail: [] }
            : { kind, pid: 1, since: at },
    })),
    ...more,
  };
}

const expected = (kinds: Parameters<typeof cluster>[0]) => expectedOf(cluster(kinds));

function status(more: Partial<MemberStatus> = {}): MemberStatus {
  return {
    clusterId: 'c',
    memberId: 'a',
    version: '3.6.14',
    storageVersion: '3.6.0',
    dbSize: 1000,
    dbSizeInUse: 500,
    dbSizeQuota: 4096,
    leader: 'a',
    isLearner: false,
    raftTerm: '9',
    raftIndex: '1',
    raftAppliedIndex: '1',
    revision: '5',
    impossible: [],
    errors: [],
    downgrade: null,
    ...more,
  };
}

function row(name: string, more: Partial<MemberRow> = {}): MemberRow {
  const own = status({ memberId: name });
  return { endpoint: `http://${name}`, name, status: own, failure: null, roundTripMs: 1, at, ...more };
}

const unreachable = {
  code: 'ENDPOINT_UNREACHABLE',
  data: { endpoint: 'http://n3', reason: { kind: 'refused' } },
} as const;

test('members that answer are up; one that fails is not, whatever it said before', () => {
  const members: MembersState = {
    rows: [row('n1'), row('n2'), row('n3', { failure: unreachable })],
    leader: { memberId: 'n1', name: 'n1', term: '9' },
    clusters: null,
  };
  const summary = summarise(expected(['up', 'up', 'crashed']), members);
  expect(summary).toMatchObject({ up: 2, total: 3, leader: 'n1', term: '9' });
});

test('revision and term are the highest, as figures and not as text', () => {
  const rows = [
    row('n1', { status: status({ revision: '9' }) }),
    row('n2', { status: status({ revision: '10' }) }),
  ];
  expect(summarise(expected(['up', 'up']), { rows, leader: null, clusters: null })).toMatchObject({
    revision: '10',
    leader: null,
  });
});

test('the round trip is the leader’s, and the slowest while nobody leads', () => {
  const rows = [
    row('n1', { status: status({ memberId: 'a' }), roundTripMs: 2 }),
    row('n2', { status: status({ memberId: 'b' }), roundTripMs: 7 }),
  ];
  const leader = { memberId: 'a', name: 'n1', term: '9' };
  expect(summarise(expected(['up', 'up']), { rows, leader, clusters: null }).roundTripMs).toBe(2);
  expect(summarise(expected(['up', 'up']), { rows, leader: null, clusters: null }).roundTripMs).toBe(7);
});

test('a server too old to say its quota has the one the cluster was made with, or etcd’s own', () => {
  const rows = [row('n1', { status: status({ dbSizeQuota: null }) })];
  const members = { rows, leader: null, clusters: null };
  expect(summarise(expected(['up']), members).quota).toBe(2 * 1024 ** 3);
  const tuned = cluster(['up'], { tuning: { ...defaultTuning, quotaBytes: 777 } });
  expect(summarise(expectedOf(tuned), members).quota).toBe(777);
});

test('endpoints of one member are one member', () => {
  const rows = [row('n1'), row('balancer', { status: status({ memberId: 'n1' }) })];
  expect(summarise({ total: 1, quota: null }, { rows, leader: null, clusters: null })).toMatchObject({
    up: 1,
    total: 1,
  });
});

test('members that keep their status from the user are up, and nobody can say who leads', () => {
  const data = { user: 'ann', action: 'Status', key: null };
  const kept = { status: null, failure: { code: 'PERMISSION_DENIED', data } } as const;
  const rows = [row('n1', kept), row('n2', kept), row('n3', { failure: unreachable })];
  const summary = summarise({ total: 3, quota: null }, { rows, leader: null, clusters: null });
  expect(summary).toMatchObject({ up: 2, told: false, leader: null, dbSize: null });
});

test('nothing is known of members that were never asked', () => {
  expect(summarise(expected(['stopped']), null)).toMatchObject({
    up: 0,
    total: 1,
    leader: null,
    term: null,
    revision: null,
    dbSize: null,
    roundTripMs: null,
  });
});

test.each([
  [cluster(['up', 'up']), { kind: 'up', up: 2, total: 2 }],
  [cluster(['up', 'crashed']), { kind: 'partly', up: 1, total: 2 }],
  [cluster(['stopped', 'stopped']), { kind: 'stopped' }],
  [cluster(['starting', 'starting']), { kind: 'starting' }],
  [cluster(['crashed', 'stopped']), { kind: 'partly', up: 0, total: 2 }],
  [cluster(['up', 'up'], { busy: 'deleting' }), { kind: 'deleting' }],
])('a cluster in a word, case %#', (of, word) => {
  expect(clusterWord(of)).toEqual(word);
});
