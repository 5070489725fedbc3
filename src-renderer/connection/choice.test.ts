import type { ConnectionRef } from '@shared/contract/connection-ref';
import { describe, expect, it } from 'vitest';
import { sampleCluster, up } from '../members/sample';
import { chooseConnection, type KnownConnections } from './choice';

const asleep = sampleCluster([{ kind: 'stopped' }], { id: 'asleep' });
const running = sampleCluster([up], { id: 'running' });
const local = (cluster: string): ConnectionRef => ({ kind: 'local', cluster });
const remote = (id: string): ConnectionRef => ({ kind: 'remote', id });

interface Case {
  readonly known: KnownConnections;
  readonly wanted: ConnectionRef | null;
  readonly shown: ConnectionRef | null;
  readonly chosen: ConnectionRef | null;
}
const all: KnownConnections = { clusters: [asleep, running], remotes: [{ id: 'prod' }] };
const cases: readonly (readonly [string, Case])[] = [
  [
    'is the one asked for',
    { known: all, wanted: local('asleep'), shown: local('running'), chosen: local('asleep') },
  ],
  [
    'is the remote one asked for',
    { known: all, wanted: remote('prod'), shown: local('running'), chosen: remote('prod') },
  ],
  [
    'is not a cluster that has the id of a remote one',
    {
      known: { clusters: [sampleCluster([up], { id: 'prod' })], remotes: [] },
      wanted: remote('prod'),
      shown: remote('prod'),
      chosen: local('prod'),
    },
  ],
  [
    'stays when the one asked for is not there (yet)',
    { known: all, wanted: local('new'), shown: remote('prod'), chosen: remote('prod') },
  ],
  [
    'is a cluster that runs when both are gone',
    { known: all, wanted: remote('gone'), shown: local('gone'), chosen: local('running') },
  ],
  [
    'is the first cluster when none runs',
    { known: { clusters: [asleep], remotes: [] }, wanted: null, shown: null, chosen: local('asleep') },
  ],
  [
    'is a remote one when there is no cluster',
    { known: { ...all, clusters: [] }, wanted: null, shown: null, chosen: remote('prod') },
  ],
  [
    'is none when there is none',
    { known: { clusters: [], remotes: [] }, wanted: local('gone'), shown: remote('gone'), chosen: null },
  ],
  [
    'waits for the remote ones when one of them was asked for',
    { known: { ...all, remotes: null }, wanted: remote('prod'), shown: null, chosen: null },
  ],
  [
    'waits for the clusters before it takes a remote one by itself',
    { known: { ...all, clusters: null }, wanted: null, shown: null, chosen: null },
  ],
];

describe('the connection that is shown', () => {
  it.each(cases)('%s', (_name, { known, wanted, shown, chosen }) => {
    expect(chooseConnection(known, wanted, shown)).toEqual(chosen);
  });
});
