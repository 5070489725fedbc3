import { join } from 'node:path';
import { type sendUnaryData, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MemberRow, MembersState } from '../../src-shared/contract/members';
import { silentLog } from '../../src-main/base/log';
import { MemberObserver } from '../../src-main/members/observer';
import { cleanEnv } from '../support/etcd/clean-env';
import type { TestCluster } from '../support/etcd/etcd';
import { etcdFolders, startCluster } from '../support/etcd/etcd';
import { TestNode } from '../support/etcd/etcd-node';
import { freePorts } from '../support/ports';
import { until } from '../support/until';

const INTERVAL_MS = 250;

describe.each(etcdFolders())('the members of a cluster of etcd $version', ({ folder, version }) => {
  let cluster: TestCluster;
  let observer: MemberObserver;

  beforeEach(async () => {
    cluster = await startCluster({ folder, size: 3 });
    observer = new MemberObserver({ intervalMs: () => INTERVAL_MS, log: silentLog });
  });
  afterEach(async () => {
    observer.dispose();
    await cluster.dispose();
  });

  /** Tells the observer what runs, with names that differ from the members' own. */
  function observe(): void {
    observer.setEndpoints(
      cluster.nodes.map(({ name, clientUrl, pid }) => ({
        url: clientUrl,
        name: `our ${name}`,
        running: pid !== null,
      })),
    );
  }

  function row(name: string): MemberRow {
    const found = observer.state.value.rows.find((each) => each.name === name);
    if (!found) throw new Error(`No row ${name}`);
    return found;
  }

  function settled(what: string, condition: (state: MembersState) => boolean): Promise<MembersState> {
    return until(
      () => `${what}: ${JSON.stringify(observer.state.value, null, 1)}`,
      () => condition(observer.state.value) && observer.state.value,
    );
  }

  const allAnswer = ({ rows, leader }: MembersState) =>
    leader !== null && rows.every(({ status, failure }) => status?.leader === leader.memberId && !failure);

  async function leader(): Promise<string> {
    observe();
    const ownNames = new Set(cluster.nodes.map(({ name }) => name));
    const state = await settled(
      'all answer, by name',
      (now) => allAnswer(now) && now.rows.every(({ name }) => ownNames.has(name)),
    );
    return state.leader?.name ?? '';
  }

  it('say of themselves what etcdctl says of them, under their own names', async () => {
    observe();
    await settled('all answer, by name', (state) => allAnswer(state) && state.rows[0]?.name === 'n1');
    await until('the same as etcdctl', async () => {
      await observer.refresh();
      const theirs = await etcdctlStatuses(cluster);
      expect(observer.state.value.rows.map((each) => ({ endpoint: each.endpoint, ...each.status }))).toEqual(
        theirs,
      );
      return true;
    });
    expect(observer.state.value.rows.map(({ name }) => name)).toEqual(['n1', 'n2', 'n3']);
    expect(observer.state.value.rows.every((each) => each.status?.version === version)).toBe(true);
  });

  it('elect another leader when theirs is killed, and it catches up when it is back', async () => {
    const killed = await leader();
    const before = observer.state.value.leader;
    await cluster.node(killed).kill();
    // etcd reports the new leader an instant before the new term.
    await settled(
      'another leads, in a later term',
      ({ leader: now }) => (now?.name ?? killed) !== killed && Number(now?.term) > Number(before?.term),
    );
    await settled('it is refused', () => row(killed).failure?.code === 'ENDPOINT_UNREACHABLE');
    expect(row(killed).status?.raftTerm).toBe(before?.term);

    observe();
    expect(row(killed).failure?.data).toMatchObject({ reason: { kind: 'not-running' } });
    await cluster.etcdctl(['put', 'while', 'away'], [survivor(killed)]);

    cluster.node(killed).start();
    observe();
    // Whichever member leads by then.
    const caughtUp = await settled(
      'it caught up',
      (state) => allAnswer(state) && new Set(state.rows.map(({ status }) => status?.revision)).size === 1,
    );
    expect(caughtUp.rows[0]?.status?.revision).toBe('2');
  });

  it('go stale one by one: one that hangs keeps its last status while the others go on', async () => {
    const hung = await leader();
    const last = row(hung).status;
    cluster.node(hung).pause();
    await settled('it does not answer', () => row(hung).failure?.code === 'DEADLINE_EXCEEDED');
    const state = await settled('another leads', ({ leader: now }) => (now?.name ?? hung) !== hung);
    const others = state.rows.filter(({ name }) => name !== hung);
    await settled('the others are asked on and on', ({ rows }) =>
      others.every((other) => {
        const now = rows.find(({ name }) => name === other.name);
        return now?.failure === null && (now.at ?? '') > (other.at ?? '');
      }),
    );

    expect(row(hung).status?.raftTerm).toBe(last?.raftTerm);
    cluster.node(hung).resume();
    await settled('all answer again', allAnswer);
  });

  it('have no leader without a quorum, and one again with it', async () => {
    const last = await leader();
    const gone = cluster.nodes.filter(({ name }) => name !== last);
    await Promise.all(gone.map((node) => node.kill()));
    observe();
    await settled('no leader', (state) => state.leader === null && row(last).status?.leader === null);
    for (const node of gone) node.start();
    observe();
    await settled('all answer', allAnswer);
  });

  function survivor(killed: string): string {
    return cluster.nodes.find(({ name }) => name !== killed)?.clientUrl ?? '';
  }
});

describe.each(etcdFolders())('the members of a cluster with a learner, of etcd $version', ({ folder }) => {
  it('have their names, although a learner lists no members, and joins late', async () => {
    const cluster = await startCluster({ folder, size: 1 });
    const [voter] = cluster.nodes;
    const [clientPort = 0, peerPort = 0] = await freePorts(2);
    const peerUrl = `http://127.0.0.1:${peerPort}`;
    const learner = new TestNode({
      name: 'late',
      clientPort,
      peerPort,
      binary: join(folder, 'etcd'),
      env: cleanEnv(),
      data: cluster.data,
      initialCluster: `n1=${voter?.peerUrl ?? ''},late=${peerUrl}`,
      flags: ['--initial-cluster-state=existing'],
    });
    const observer = new MemberObserver({ intervalMs: () => INTERVAL_MS, log: silentLog });
    const observe = (...urls: readonly string[]) =>
      observer.setEndpoints(urls.map((url) => ({ url, name: '', running: true })));
    const names = () => observer.state.value.rows.map(({ name }) => name).join();
    try {
      observe(...cluster.endpoints);
      await until('the voter has its name', () => names() === 'n1');
      await cluster.etcdctl(['member', 'add', 'late', '--learner', `--peer-urls=${peerUrl}`]);
      learner.start();
      observe(learner.clientUrl, ...cluster.endpoints);
      await until('the learner has its name', () => names() === 'late,n1');
      expect(observer.state.value.rows.map(({ status }) => status?.isLearner)).toEqual([true, false]);
      expect(observer.state.value.leader?.name).toBe('n1');
    } finally {
      observer.dispose();
      await learner.kill();
      await cluster.dispose();
    }
  });
});

describe('an observer', () => {
  it('changes its value only when something in it changed, and is quiet when disposed of', async () => {
    const cluster = await startCluster({ size: 1 });
    const observer = new MemberObserver({ intervalMs: () => 60_000, log: silentLog });
    try {
      const [url = ''] = cluster.endpoints;
      observer.setEndpoints([{ url, name: 'n1', running: true }]);
      await until('a leader', () => observer.state.value.leader);
      await until('nothing is new', async () => {
        const { value } = observer.state;
        for (let times = 0; times < 20; times++) await observer.refresh('n1');
        return observer.state.value === value;
      });
      await cluster.etcdctl(['put', 'a', '1']);
      await observer.refresh('n1');
      const { value } = observer.state;
      expect(value.rows[0]?.status?.revision).toBe('2');

      observer.dispose();
      await cluster.node('n1').kill();
      await observer.refresh();
      expect(observer.state.value).toBe(value);
    } finally {
      observer.dispose();
      await cluster.dispose();
    }
  });

  it('leaves a member alone that keeps its status from the user: asking it fast would tell no more', async () => {
    const member = await memberWithoutStatus();
    let now = 0;
    const observer = new MemberObserver({ intervalMs: () => 60_000, log: silentLog, clock: () => now });
    try {
      observer.setEndpoints([{ url: member.url, name: 'n1', running: true }]);
      await until('it is refused', () => observer.state.value.rows[0]?.failure?.code === 'PERMISSION_DENIED');
      // The fast polling after a change of what runs is over.
      now = 5000;
      await observer.refresh();
      const [asked, since] = [member.asked(), performance.now()];
      await until('some time has passed', () => performance.now() - since > 300);
      expect(member.asked()).toBe(asked);
    } finally {
      observer.dispose();
      member.dispose();
    }
  });

  it('says what is wrong with an endpoint that is no URL, and observes the others', async () => {
    const observer = new MemberObserver({ intervalMs: () => 60_000, log: silentLog });
    observer.setEndpoints([{ url: 'nowhere', name: 'n1', running: true }]);
    try {
      expect(observer.state.value.rows).toMatchObject([{ name: 'n1', failure: { code: 'BAD_INPUT' } }]);
      await observer.refresh();
      observer.setEndpoints([]);
      expect(observer.state.value).toEqual({ rows: [], leader: null, clusters: null });
    } finally {
      observer.dispose();
    }
  });
});

/** Answers like etcd 3.5.28 and later 3.5 to a user without the role root. */
async function memberWithoutStatus() {
  const server = new Server();
  let asked = 0;
  const bytes = (data: Buffer) => data;
  const path = '/etcdserverpb.Maintenance/Status';
  const method = { path, requestStream: false, responseStream: false } as const;
  const codec = {
    requestSerialize: bytes,
    requestDeserialize: bytes,
    responseSerialize: bytes,
    responseDeserialize: bytes,
  };
  server.addService(
    { status: { ...method, ...codec } },
    {
      status: (_: unknown, answer: sendUnaryData<Buffer>) => {
        asked++;
        answer({ code: status.PERMISSION_DENIED, details: 'etcdserver: permission denied' });
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    dispose: () => server.forceShutdown(),
  };
}

interface EtcdctlStatus {
  readonly Endpoint: string;
  readonly Status: {
    readonly header: Readonly<Record<'cluster_id' | 'member_id' | 'revision', string>>;
    readonly version: string;
    readonly storageVersion?: string;
    readonly dbSize: string;
    readonly dbSizeInUse: string;
    readonly dbSizeQuota?: string;
    readonly leader: string;
    readonly isLearner?: boolean;
    readonly raftTerm: string;
    readonly raftIndex: string;
    readonly raftAppliedIndex: string;
    readonly errors?: readonly string[];
    readonly downgradeInfo?: { readonly enabled?: boolean; readonly targetVersion?: string };
  };
}

/** The output of `etcdctl endpoint status -w json` as the contract has it. etcdctl omits zeros. */
async function etcdctlStatuses(cluster: TestCluster): Promise<unknown[]> {
  const output = await cluster.etcdctl(['endpoint', 'status', '-w', 'json']);
  // Its 64-bit numbers are too large for JavaScript.
  const statuses = JSON.parse(output.replace(/":(\d+)/g, '":"$1"')) as EtcdctlStatus[];
  return statuses.map(({ Endpoint, Status: status }) => {
    const newer = !/^3\.[45]\./.test(status.version);
    return {
      endpoint: Endpoint,
      clusterId: BigInt(status.header.cluster_id).toString(16),
      memberId: BigInt(status.header.member_id).toString(16),
      version: status.version,
      storageVersion: newer ? (status.storageVersion ?? '') : null,
      dbSize: Number(status.dbSize),
      dbSizeInUse: Number(status.dbSizeInUse),
      dbSizeQuota: newer ? Number(status.dbSizeQuota) : null,
      leader: BigInt(status.leader).toString(16),
      isLearner: status.isLearner ?? false,
      raftTerm: status.raftTerm,
      raftIndex: status.raftIndex,
      raftAppliedIndex: status.raftAppliedIndex,
      revision: status.header.revision,
      impossible: [],
      errors: status.errors ?? [],
      downgrade: newer
        ? {
            enabled: status.downgradeInfo?.enabled ?? false,
            target: status.downgradeInfo?.targetVersion ?? '',
          }
        : null,
    };
  });
}
