import { describe, expect, it } from 'vitest';
import type { ClusterTuning } from '@shared/contract/local';
import { defaultTuning } from '@shared/contract/local';
import { nodeArguments, nodeEnvironment } from './plan';
import { letsPagesIn } from './process-entry';
import type { ClusterRecord } from '../record/record';

function record(tuning: Partial<ClusterTuning> = {}): ClusterRecord {
  const node = (name: string, port: number) => ({
    name,
    clientPort: port,
    peerPort: port + 1,
    fate: { kind: 'stopped' as const },
    logOffset: 0,
  });
  return {
    id: 'abcd',
    name: 'local',
    createdAt: '2026-11-23T17:00:00.000Z',
    etcd: { path: '/opt/etcd', version: '3.6.14', executable: '/opt/etcd' },
    tuning: { ...defaultTuning, ...tuning },
    keepRunning: false,
    nodes: [node('n1', 2379), node('n2', 2381)],
  };
}

function argumentsOf(cluster: ClusterRecord): string[] {
  const [first] = cluster.nodes;
  return first ? nodeArguments(cluster, first, '/data/abcd/n1/data') : [];
}

describe('the arguments of a node', () => {
  it('say who it is, where it serves, who the others are, and how it logs', () => {
    expect(argumentsOf(record())).toEqual([
      '--name=n1',
      '--data-dir=/data/abcd/n1/data',
      '--listen-client-urls=http://127.0.0.1:2379',
      '--advertise-client-urls=http://127.0.0.1:2379',
      '--listen-peer-urls=http://127.0.0.1:2380',
      '--initial-advertise-peer-urls=http://127.0.0.1:2380',
      '--initial-cluster=n1=http://127.0.0.1:2380,n2=http://127.0.0.1:2382',
      '--initial-cluster-token=quorate-abcd',
      '--initial-cluster-state=new',
      '--heartbeat-interval=100',
      '--election-timeout=1000',
      '--enable-grpc-gateway=false',
      '--host-whitelist=127.0.0.1,localhost',
      '--cors=http://127.0.0.1:1',
      '--logger=zap',
      '--log-outputs=stderr',
    ]);
  });

  it('have what was tuned, the extra flags last', () => {
    const tuned = argumentsOf(
      record({
        quotaBytes: 8,
        snapshotCount: 5,
        autoCompaction: { mode: 'revision', retention: '1000' },
        extraFlags: ['--log-level=debug', '-pre-vote=false'],
      }),
    );
    expect(tuned.slice(11)).toEqual([
      '--quota-backend-bytes=8',
      '--snapshot-count=5',
      '--auto-compaction-mode=revision',
      '--auto-compaction-retention=1000',
      '--enable-grpc-gateway=false',
      '--host-whitelist=127.0.0.1,localhost',
      '--cors=http://127.0.0.1:1',
      '--logger=zap',
      '--log-outputs=stderr',
      '--log-level=debug',
      '-pre-vote=false',
    ]);
  });
});

describe('web pages', () => {
  const started = (...extraFlags: string[]) => argumentsOf(record({ extraFlags }));

  it('are let in only by a flag of the user’s, which replaces ours', () => {
    const all = started('-enable-grpc-gateway', '--cors=http://127.0.0.1:8080');
    expect(all.filter((each) => /gateway|cors/.test(each))).toEqual([
      '-enable-grpc-gateway',
      '--cors=http://127.0.0.1:8080',
    ]);
    expect(all).toContain('--host-whitelist=127.0.0.1,localhost');
  });

  it.each([
    ['one of ours', started(), false],
    ['one whose user asked for the gateway', started('-enable-grpc-gateway'), false],
    ['one of an earlier app', ['/opt/etcd', '--name=n1', '--data-dir=/enable-grpc-gateway=x'], true],
  ])('are let in by %s: %s', (_name, all, lets) => {
    expect(letsPagesIn({ kind: 'arguments', all })).toBe(lets);
    expect(letsPagesIn({ kind: 'line', line: all.join(' ') })).toBe(lets);
  });
});

describe('the environment of a node', () => {
  it('is ours without the variables of etcd, which would be flags', () => {
    const own = { PATH: '/bin', ETCD_NAME: 'x', ETCDCTL_API: '3', ETCDX: 'kept' };
    expect(nodeEnvironment(own, '3.6.14', 'x64')).toEqual({ PATH: '/bin', ETCDX: 'kept' });
  });

  it('lets etcd 3.4 run on arm64, which 3.5 and later do by themselves', () => {
    expect(nodeEnvironment({}, '3.4.45', 'arm64')).toEqual({ ETCD_UNSUPPORTED_ARCH: 'arm64' });
    expect(nodeEnvironment({}, '3.5.33', 'arm64')).toEqual({});
  });
});
