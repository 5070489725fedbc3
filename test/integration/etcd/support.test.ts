import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { etcdFolders, startCluster } from '../../support/etcd/etcd';
import { isFree } from '../../support/ports';

describe.each(etcdFolders())('a test cluster of etcd $version', ({ folder, version }) => {
  it('serves, and leaves no process, port or folder behind', async () => {
    const cluster = await startCluster({ folder, size: 3 });
    const pids = cluster.nodes.map((node) => node.pid ?? 0);
    try {
      const status = await cluster.etcdctl(['endpoint', 'status', '-w', 'json']);
      expect(status).toContain(`"version":"${version}"`);
      cluster.nodes[0]?.pause();
    } finally {
      await cluster.dispose();
    }
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    for (const node of cluster.nodes) expect(await isFree(node.clientPort)).toBe(true);
    expect(existsSync(cluster.data)).toBe(false);
  });
});
