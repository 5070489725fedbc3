import type { Cluster } from '@shared/contract/local';
import { describe, expect, it } from 'vitest';
import { localShell } from './shell';

function cluster(version: string): Cluster {
  const nodes = ['n1', 'n2'].map((name, index) => ({
    name,
    clientPort: 2379 + index,
    peerPort: 0,
    clientUrl: `http://127.0.0.1:${2379 + index}`,
    folder: `/data/${name}`,
    logFile: '',
    state: { kind: 'stopped' as const },
    busy: false,
  }));
  return { id: 'demo', name: 'demo', version, nodes } as Partial<Cluster> as Cluster;
}

describe('the shell for a cluster of ours', () => {
  it('asks all of its endpoints, or one member alone, and says its name in the prompt', () => {
    expect(localShell(cluster('3.6.14'), null, '/bin/etcdctl')).toEqual({
      env: { ETCDCTL_ENDPOINTS: 'http://127.0.0.1:2379,http://127.0.0.1:2380' },
      etcdctl: '/bin/etcdctl',
      notes: [],
      prompt: { name: 'demo', colour: 6 },
    });
    expect(localShell(cluster('3.6.14'), 'n2', null)).toMatchObject({
      env: { ETCDCTL_ENDPOINTS: 'http://127.0.0.1:2380' },
      prompt: { name: 'demo/n2' },
    });
  });

  it.each([
    ['3.4.45', '3'],
    ['3.5.33', '3'],
    ['3.6.0', undefined],
    ['4.0.0', undefined],
  ])('of etcd %s names the API as %s', (version, api) => {
    expect(localShell(cluster(version), null, null).env['ETCDCTL_API']).toBe(api);
  });

  it('is none for a member that is not there', () => {
    expect(() => localShell(cluster('3.6.14'), 'n9', null)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});
