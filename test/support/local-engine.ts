import { silentLog } from '../../src-main/base/log';
import { LiveValue } from '../../src-main/base/live';
import { LocalClusters } from '../../src-main/local/local-clusters';

/**
 * The engine part that runs local clusters, as a process that a test can kill. Creates a cluster of three when the
 * folder has none, and then prints its state, a JSON line at each change.
 */
async function main([folder = '', binary = '', version = '']: readonly string[]): Promise<void> {
  const clusters = await LocalClusters.open({
    folder,
    toolchain: { resolve: (path) => Promise.resolve({ path: path ?? binary, version }) },
    users: new LiveValue(new Map()),
    refreshMs: () => 1000,
    log: silentLog,
  });
  const tell = () => process.stdout.write(`${JSON.stringify(clusters.state.value)}\n`);
  clusters.state.onChange(tell);
  const tuning = {
    heartbeatMs: 100,
    electionMs: 1000,
    quotaBytes: 0,
    snapshotCount: null,
    autoCompaction: null,
    extraFlags: [],
  };
  await clusters.create({ name: 'local', size: 3, etcdPath: null, tuning, firstPort: null });
}

void main(process.argv.slice(2));
