import { membersState } from '@shared/contract/members';
import * as v from 'valibot';
import { afterEach, expect, it } from 'vitest';
import { silentLog } from '../../../src-main/base/log';
import { Maintenance } from '../../../src-main/etcd/gen/maintenance_pb';
import { isLeaderLost } from '../../../src-main/members/leader';
import { MemberObserver } from '../../../src-main/members/observer';
import { encoded, LyingServer } from '../../support/etcd/lying-server';
import { until } from '../../support/until';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

it('a member whose figures cannot be true is shown without them, and nobody waits for a leader', async () => {
  const { method } = Maintenance;
  const answer = encoded(method.status.output, {
    header: { memberId: 1n, clusterId: 1n, revision: -1n },
    version: '3.6.14',
    leader: 1n,
    dbSize: -1n,
    dbSizeInUse: 4096n,
    dbSizeQuota: -1n,
    raftTerm: 2n ** 64n - 1n,
    raftIndex: 5n,
    raftAppliedIndex: 900_000n,
  });
  const server = await LyingServer.start([
    [
      method.status,
      (reply) => {
        reply.send(answer);
        reply.end();
      },
    ],
  ]);
  ends.push(() => server.stop());
  const observer = new MemberObserver({ intervalMs: () => 1000, log: silentLog });
  ends.push(() => observer.dispose());
  observer.setEndpoints([{ url: server.endpoint, name: 'n1', running: true }]);
  const row = () => observer.state.value.rows[0];
  await until('it has answered', () => row()?.status !== null && row()?.failure === null);
  expect(row()?.status).toMatchObject({
    dbSize: null,
    dbSizeInUse: 4096,
    dbSizeQuota: -1,
    raftTerm: null,
    raftIndex: null,
    raftAppliedIndex: '900000',
    revision: null,
    impossible: [
      { figure: 'dbSize', said: '-1', why: 'negative' },
      { figure: 'raftTerm', said: '18446744073709551615', why: 'too-large' },
      { figure: 'raftIndex', said: '5', why: 'below-applied' },
      { figure: 'revision', said: '-1', why: 'negative' },
    ],
  });
  expect(observer.state.value.leader).toBeNull();
  expect(isLeaderLost(observer.state.value)).toBe(false);
  expect(v.is(membersState, observer.state.value)).toBe(true);
});
