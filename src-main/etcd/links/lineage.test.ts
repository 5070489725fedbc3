import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { KV, PutResponseSchema, RangeRequestSchema, RangeResponseSchema } from '../gen/kv_pb';
import { Maintenance, StatusRequestSchema, StatusResponseSchema } from '../gen/maintenance_pb';
import { type Asked, Lineage, type WentBack } from './lineage';

interface Told {
  readonly clusterId?: bigint;
  readonly memberId?: bigint;
  readonly term?: bigint;
  readonly index?: bigint;
  readonly revision?: bigint;
}

function status(lineage: Lineage, endpoint: string, told: Told, asked: Asked = lineage.ask()): void {
  const { clusterId = 1n, memberId = 8n, term = 2n, index = 10n, revision = 5n } = told;
  const header = { clusterId, memberId, raftTerm: term, revision };
  const answer = create(StatusResponseSchema, { header, raftIndex: index });
  lineage.heard(endpoint, asked, Maintenance.method.status, create(StatusRequestSchema), answer);
}

function read(lineage: Lineage, revision: bigint, asked: Asked = lineage.ask(), serializable = false): void {
  const answer = create(RangeResponseSchema, { header: { clusterId: 1n, revision } });
  lineage.heard('a', asked, KV.method.range, create(RangeRequestSchema, { serializable }), answer);
}

function lineageOf(...endpoints: string[]): Lineage {
  const lineage = new Lineage();
  lineage.keep(endpoints);
  return lineage;
}

function histories(lineage: Lineage): readonly WentBack[] {
  const told: WentBack[] = [];
  lineage.onWentBack((each) => told.push(each));
  return told;
}

const groups = (lineage: Lineage) => lineage.clusters.value?.map(({ endpoints }) => endpoints) ?? null;

test('members with one cluster ID are one cluster, however far apart they are', () => {
  const lineage = lineageOf('a', 'b');
  for (let n = 0; n < 5; n++) {
    status(lineage, 'a', { memberId: 1n, index: 90n });
    status(lineage, 'b', { memberId: 2n, index: 3n });
  }
  expect(groups(lineage)).toBeNull();
});

test('other cluster IDs are other clusters, until one of them is left out', () => {
  const lineage = lineageOf('a', 'b', 'c');
  status(lineage, 'a', { memberId: 1n });
  status(lineage, 'b', { memberId: 2n, clusterId: 7n });
  status(lineage, 'c', { memberId: 3n });
  expect(groups(lineage)).toEqual([['a', 'c'], ['b']]);
  lineage.keep(['a', 'c']);
  expect(groups(lineage)).toBeNull();
});

test.each<[string, Told, Told]>([
  ['index', { index: 90n }, { index: 40n }],
  ['term', { term: 9n }, { term: 8n, index: 500n }],
])('two members with one ID are told apart by the %s that goes back', (_, first, second) => {
  const lineage = lineageOf('a', 'b', 'c');
  status(lineage, 'a', first);
  status(lineage, 'b', second);
  // Once, a restart of one member behind two addresses looks the same.
  expect(groups(lineage)).toBeNull();
  status(lineage, 'a', first);
  status(lineage, 'b', second);
  expect(groups(lineage)).toEqual([['a'], ['b']]);
});

test('two addresses of one member are one cluster, also when the member restarts and has lost its commit index', () => {
  const lineage = lineageOf('a', 'b');
  for (let index = 50n; index < 60n; index++) {
    status(lineage, 'a', { index });
    status(lineage, 'b', { index });
  }
  status(lineage, 'b', { index: 55n });
  status(lineage, 'b', { index: 55n });
  status(lineage, 'a', { index: 55n });
  status(lineage, 'b', { index: 57n });
  expect(groups(lineage)).toBeNull();
});

test('answers that were asked for at the same time prove nothing', () => {
  const lineage = lineageOf('a', 'b');
  for (let n = 0; n < 5; n++) {
    const [a, b] = [lineage.ask(), lineage.ask()];
    status(lineage, 'a', { index: 90n }, a);
    status(lineage, 'b', { index: 40n }, b);
  }
  expect(groups(lineage)).toBeNull();
});

test('a linearizable answer below what was known is another history, once', () => {
  const lineage = lineageOf('a', 'b');
  const told = histories(lineage);
  read(lineage, 52n);
  const [before, again] = [lineage.ask(), lineage.ask()];
  read(lineage, 35n, before);
  read(lineage, 35n, again);
  expect(told).toEqual([{ from: 52n, to: 35n }]);
  expect(lineage.newest).toBe(35n);
});

test('an answer of a follower that lags, or that was under way, is no other history', () => {
  const lineage = lineageOf('a', 'b');
  const told = histories(lineage);
  const early = lineage.ask();
  read(lineage, 52n);
  read(lineage, 50n, early);
  read(lineage, 40n, lineage.ask(), true);
  status(lineage, 'b', { memberId: 2n, revision: 30n });
  expect(told).toEqual([]);
  expect(lineage.newest).toBe(52n);
});

test('a write in another cluster behind the same address is another history', () => {
  const lineage = lineageOf('a', 'b');
  const told = histories(lineage);
  read(lineage, 5n);
  const answer = create(PutResponseSchema, { header: { clusterId: 2n, revision: 9n } });
  lineage.heard('a', lineage.ask(), KV.method.put, create(KV.method.put.input), answer);
  expect(told).toEqual([{ from: 5n, to: 9n }]);
});
