import type { RemoteConnection } from '@shared/contract/connections';
import type { MemberRow, MembersState } from '@shared/contract/members';
import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { reactive } from 'vue';
import type { useConnection } from '../connection/current';
import type { StorePart } from '../connection/store-part.fixture';
import type { useMembers } from '../members/members';
import { memberIds, sampleCluster, sampleMembers, sampleRow, sampleStatus } from '../members/sample';
import { fakeLink } from '../rpc/fake-engine.fixture';
import StatusBar from './StatusBar.vue';

vi.mock('../rpc/engine', async () => (await import('../rpc/fake-engine.fixture')).engineModule);
const connection = reactive<
  StorePart<typeof useConnection, 'cluster' | 'remote' | 'name' | 'colour' | 'ready'>
>({ cluster: null, remote: null, name: 'demo', colour: null, ready: true });
vi.mock('../connection/current', () => ({ useConnection: () => connection }));
const members = reactive<StorePart<typeof useMembers, 'state'>>({ state: null });
vi.mock('../members/members', () => ({ useMembers: () => members }));
enableAutoUnmount(afterEach);

const endpoints = [0, 1, 2].map((index) => sampleRow(index).endpoint);
const remote: RemoteConnection = {
  id: 'r1',
  name: 'demo',
  colour: 'teal',
  endpoints,
  user: 'ann',
  tls: { ca: null, certificate: null, key: null, serverName: null, skipVerify: false },
  roundTripMs: 2000,
  hasPassword: true,
};
const rowsWith = (part: Partial<MemberRow>) => [0, 1, 2].map((index) => sampleRow(index, part));

function show(state: MembersState) {
  members.state = state;
  return mount(StatusBar, {
    global: {
      stubs: { JobsStatus: true, UiTooltip: { props: ['text'], template: '<slot />' } },
    },
  });
}

beforeEach(() => {
  connection.remote = remote;
  connection.cluster = null;
});

test('a cluster that is well is green, and names its leader', () => {
  const bar = show(sampleMembers());
  expect(bar.text()).toContain('3/3 up');
  expect(bar.text()).toContain('leader n1');
  expect(bar.find('.text-ok').text()).toBe('3/3 up');
});

test('a link on which one has to wait is said to be slow', () => {
  expect(show(sampleMembers(rowsWith({ roundTripMs: 399 }))).text()).not.toContain('slow');
  expect(show(sampleMembers(rowsWith({ roundTripMs: 2130 }))).text()).toMatch(/slow link, rtt 2\.13 ?s/);
});

test('an alarm is named, and nothing is green', () => {
  const errors = [`memberID:${BigInt(`0x${memberIds[1]}`)} alarm:NOSPACE `];
  const bar = show(
    sampleMembers([0, 1, 2].map((index) => sampleRow(index, { status: sampleStatus(index, { errors }) }))),
  );
  expect(bar.text()).toContain('alarm NOSPACE');
  expect(bar.find('.text-ok').exists()).toBe(false);
});

test('a refused user is told as that, and nothing of the cluster is claimed', () => {
  const failure = { code: 'AUTH_FAILED', data: { endpoint: 'http://a:1', user: 'ann' } } as const;
  const bar = show({ ...sampleMembers(rowsWith({ failure })), leader: null });
  expect(bar.text()).toContain('user not accepted');
  expect(bar.text()).not.toMatch(/up|leader|term|rev/);
});

test('when no member answers nobody knows who leads', () => {
  const data = { endpoint: 'http://a:1', reason: { kind: 'refused' as const } };
  const failure = { code: 'ENDPOINT_UNREACHABLE' as const, data };
  const bar = show({ ...sampleMembers(rowsWith({ failure })), leader: null });
  expect(bar.text()).toContain('leader unknown');
  expect(bar.text()).not.toContain('no leader');
});

test('different clusters behind one connection have no leader in common', () => {
  const clusters = endpoints.map((endpoint) => ({ clusterId: 'c', endpoints: [endpoint] }));
  const bar = show({ ...sampleMembers(), leader: null, clusters });
  expect(bar.text()).toContain('different clusters');
  expect(bar.text()).not.toContain('leader');
});

test('while the engine does not answer nothing is up or leads', () => {
  fakeLink.value = 'lost';
  const bar = show(sampleMembers());
  expect(bar.text()).toContain('not known');
  expect(bar.text()).not.toMatch(/3\/3|leader/);
});

test('the characters in the name of a leader that would reorder the line are written out', () => {
  connection.cluster = sampleCluster();
  const leader = { memberId: memberIds[0], name: 'n1\u202e', term: '7' };
  expect(show({ ...sampleMembers(), leader }).text()).toContain('n1\\u202e');
});
