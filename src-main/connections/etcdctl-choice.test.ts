import { expect, it } from 'vitest';
import { compareVersions, etcdctlFor } from './etcdctl-choice';

const installed = ['3.4.23', '3.6.2', '3.6.14', '3.5.30', '3.10.0'].map((version) => ({ version }));

it.each([
  ['3.6.14', '3.6.14'],
  ['3.6.10', '3.6.14'],
  ['3.6.5', '3.6.2'],
  ['3.6.8', '3.6.14'],
  ['3.4.45', '3.4.23'],
  ['3.7.1', '3.10.0'],
  ['3.5.0-rc.1', '3.5.30'],
])('a cluster of etcd %s gets etcdctl %s', (cluster, chosen) => {
  expect(etcdctlFor(installed, cluster)?.version).toBe(chosen);
});

it('where nothing is installed there is none', () => {
  expect(etcdctlFor([], '3.6.14')).toBeNull();
});

it('versions are in the order of their numbers', () => {
  expect(['3.10.0', '3.9.1', '3.9.0'].sort(compareVersions)).toEqual(['3.9.0', '3.9.1', '3.10.0']);
});
