import { Failure } from '../base/failure';
import type { HostCapabilities } from '../base/host';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import type { LocalClusters } from './local-clusters';

/** Registers the area of local clusters. */
export function localArea(
  { clusters, host }: { readonly clusters: LocalClusters; readonly host: HostCapabilities },
  os: Implementer['local'],
) {
  const router = {
    watch: os.watch.handler(({ signal }) => serveLive(clusters.state, signal)),
    suggest: os.suggest.handler(({ input }) => clusters.suggest(input.size)),
    create: os.create.handler(async ({ input }) => ({ cluster: await clusters.create(input) })),
    start: os.start.handler(({ input }) => clusters.start(input.cluster)),
    stopUnreadable: os.stopUnreadable.handler(({ input }) => clusters.stopUnreadable(input.folder)),
    stop: os.stop.handler(({ input }) => clusters.stop(input.cluster)),
    remove: os.remove.handler(({ input }) => clusters.remove(input.cluster, input.typedName)),
    rename: os.rename.handler(({ input }) => clusters.rename(input.cluster, input.name)),
    duplicate: os.duplicate.handler(async ({ input }) => ({
      cluster: await clusters.duplicate(input.cluster, input.name),
    })),
    setKeepRunning: os.setKeepRunning.handler(({ input }) =>
      clusters.setKeepRunning(input.cluster, input.keep),
    ),
    setEtcd: os.setEtcd.handler(({ input }) => clusters.setEtcd(input.cluster, input.etcdPath)),
    startNode: os.startNode.handler(({ input }) => clusters.startNode(input.cluster, input.node)),
    stopNode: os.stopNode.handler(({ input }) => clusters.stopNode(input.cluster, input.node)),
    killNode: os.killNode.handler(({ input }) => clusters.killNode(input.cluster, input.node)),
    pauseNode: os.pauseNode.handler(({ input }) => clusters.pauseNode(input.cluster, input.node)),
    resumeNode: os.resumeNode.handler(({ input }) => clusters.resumeNode(input.cluster, input.node)),
    restartNode: os.restartNode.handler(({ input }) => clusters.restartNode(input.cluster, input.node)),
    openFolder: os.openFolder.handler(async ({ input }) => {
      const folder = clusters.folderOf(input.cluster, input.node);
      if (!host.openFolder) {
        throw new Failure('UNSUPPORTED_HERE', { action: 'open-folder', platform: process.platform });
      }
      await host.openFolder(folder);
    }),
  };
  return { router };
}
