import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../support/app/app';
import { e2eHost, launch } from '../support/app/app';
import type { MemberTable } from '../support/views/cluster-view';
import { ClusterView } from '../support/views/cluster-view';
import type { EndpointStatus } from '../support/etcd/endpoint-status';
import { endpointStatus } from '../support/etcd/endpoint-status';
import { etcdFolders } from '../support/etcd/etcd';
import { TestHome } from '../support/app/home';
import { processOf } from '../support/app/node-processes';

/** Both hosts show a version alike, so the desktop tests the newest only. */
const etcds = e2eHost === 'desktop' ? etcdFolders().slice(-1) : etcdFolders();

/** The story of the first session, for each etcd; each test continues where the previous one ended. */
describe.each(etcds)('a window with etcd $version', (etcd) => {
  let home: TestHome;
  let app: App;
  let view: ClusterView;

  beforeAll(async () => {
    home = await TestHome.make([etcd]);
    app = await launch(home);
    view = new ClusterView(app.page);
  });
  afterAll(async () => {
    await home.dispose();
  });

  it('creates three nodes by one click and shows who leads', async () => {
    await view.createWithOneClick();
    const { leader } = await view.untilLed(3);
    await view.untilTable(`${leader} alone as the leader`, (table) =>
      [...table].every(([name, row]) => (row.get('Leader')?.text === 'yes') === (name === leader)),
    );
  });

  it('shows of each member what etcdctl says', async () => {
    await view.untilTable('what etcdctl says', async (table) => {
      const endpoints = [...table.values()].map((row) => row.get('Endpoint')?.text ?? '');
      expect(endpoints).toHaveLength(3);
      const statuses = await endpointStatus(etcd.folder, endpoints);
      for (const status of statuses) expect(shown(table, status)).toMatchObject(expected(status));
      return true;
    });
  });

  it('shows the new leader in ring and table after the leader was killed, and the node that comes back catch up', async () => {
    const before = await view.untilLed(3);
    await app.page.getByRole('button', { name: 'Kill leader' }).click();
    const after = await view.untilLedAfter(before);
    await view.story.getByText(`${before.leader} was killed at`).waitFor();
    await view.story.getByText(`${after.leader} took over at`).waitFor();

    await view.act('Start', before.leader);
    await view.untilLed(3);
    await view.untilTable(`${before.leader} with the index of the others`, (table) => {
      const indexes = [...table.values()].map((row) => row.get('Applied index')?.text);
      return new Set(indexes).size === 1 && indexes[0] !== '';
    });
  });

  it('sees a leader that was killed from outside', async () => {
    const before = await view.untilLed(3);
    process.kill(processOf(home, before.leader), 'SIGKILL');
    await view.untilLedAfter(before);
    await view.untilRing('the signal that ended it', (ring) =>
      ring.some(({ name, state }) => name === before.leader && state === 'crashed (SIGKILL)'),
    );
    await view.act('Start', before.leader);
    await view.untilLed(3);
  });

  it('shows a paused node as such, and as a follower again when it goes on', async () => {
    const { leader } = await view.untilLed(3);
    const follower = leader === 'n1' ? 'n2' : 'n1';
    await view.act('Pause', follower);
    await view.untilRing(`${follower} paused`, (ring) =>
      ring.some(({ name, role, state }) => name === follower && role === 'paused' && state === 'paused'),
    );
    await view.act('Resume', follower);
    await view.untilLed(3);
  });

  it('stops the cluster, and starts it again with its data', async () => {
    await app.page.getByRole('button', { name: 'Stop', exact: true }).first().click();
    await view.untilRing('three stopped nodes', (ring) => ring.every(({ state }) => state === 'stopped'));
    await app.page.getByRole('button', { name: 'Start', exact: true }).first().click();
    await view.untilLed(3);
  });
});

/** A row of the table in etcdctl's terms. */
function shown(table: MemberTable, status: EndpointStatus): Record<string, string> {
  const row = [...table.values()].find((cells) => cells.get('Endpoint')?.text === status.Endpoint);
  if (!row) throw new Error(`No row for ${status.Endpoint}`);
  return Object.fromEntries(
    [...row].map(([title, { text, exact, spoken }]) => [title, spoken || exact || text] as const),
  );
}

/** What the table must show for it, with full figures where a cell shortens them. */
function expected({ Endpoint, Status: status }: EndpointStatus): Record<string, string> {
  const number = (value: string) => BigInt(value).toLocaleString('en-US');
  const bytes = (value: string) => `${number(value)} bytes`;
  const yesNo = (value: boolean) => (value ? 'yes' : 'no');
  const since36 = (value: string | undefined) => value ?? 'since etcd 3.6';
  const { dbSize, dbSizeInUse, downgradeInfo } = status;
  const newer = status.storageVersion !== undefined;
  return {
    Endpoint,
    ID: BigInt(status.header.member_id).toString(16),
    Version: status.version,
    'Storage version': since36(status.storageVersion),
    'DB size': bytes(dbSize),
    'In use': bytes(dbSizeInUse),
    'Not in use': `${100 - Math.floor((Number(dbSizeInUse) * 100) / Number(dbSize))}%`,
    Quota: since36(status.dbSizeQuota && bytes(status.dbSizeQuota)),
    Leader: yesNo(status.leader === status.header.member_id),
    Learner: yesNo(status.isLearner ?? false),
    'Raft term': number(status.raftTerm),
    'Raft index': number(status.raftIndex),
    'Applied index': number(status.raftAppliedIndex),
    Errors: status.errors?.join(', ') ?? '',
    'Downgrade target': newer ? (downgradeInfo?.targetVersion ?? '') : since36(undefined),
    'Downgrade enabled': newer ? yesNo(downgradeInfo?.enabled ?? false) : since36(undefined),
  };
}
