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

  it('leaves out a node whose port another program has, and says so, as long as there are others', () => {
    const [n1, n2] = cluster('3.6.14').nodes;
    const failure = { code: 'NODE_PORT_TAKEN', data: { node: 'n1', port: 2379, by: null, pid: 7 } };
    const taken = { ...n1, state: { kind: 'failed', at: '', failure } };
    const some = { ...cluster('3.6.14'), nodes: [taken, n2] } as Cluster;
    expect(localShell(some, null, '/bin/etcdctl')).toMatchObject({
      env: { ETCDCTL_ENDPOINTS: 'http://127.0.0.1:2380' },
      notes: [{ kind: 'portTaken', nodes: ['n1'] }],
    });
    expect(localShell(some, 'n1', '/bin/etcdctl')).toMatchObject({
      env: { ETCDCTL_ENDPOINTS: 'http://127.0.0.1:2379' },
      notes: [],
    });
  });

  it('is none for a member that is not there', () => {
    expect(() => localShell(cluster('3.6.14'), 'n9', null)).toThrow(
      expect.objectContaining({ code: 'NOT_FOUND' }),
    );
  });
});
