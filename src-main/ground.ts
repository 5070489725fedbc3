import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AppInfo } from '@shared/contract/app';
import type { HostCapabilities } from './base/host';
import type { DisposableStore } from './base/lifecycle';
import { LiveValue } from './base/live';
import type { Log } from './base/log';
import { Connections, type LocalConnections } from './connections/connections';
import { type Etcdctl, etcdctlFor } from './connections/etcdctl-choice';
import { RemoteConnections } from './connections/remotes';
import { CommandLog } from './etcdctl/command-log';
import { Jobs } from './jobs/jobs';
import { LocalClients } from './local/local-clients';
import { LocalClusters } from './local/local-clusters';
import { localShells } from './local/shell';
import type { SettingsStore } from './settings/settings';
import { Toolchain } from './toolchain/toolchain';

export interface GroundOptions {
  /** A folder that only this process uses: see `openDataFolder`. */
  readonly dataFolder: string;
  /** The settings in that folder; a host may need them before the engine is up. */
  readonly settings: SettingsStore;
  readonly host: HostCapabilities;
  readonly log: Log;
  /** Where to search for etcd; the process's own PATH by default. */
  readonly path?: string;
}

/** What all areas build on. Each takes what it needs from it, and knows no other area. */
export interface Ground extends GroundOptions {
  readonly info: AppInfo;
  /** Runs what takes a while, for every area. */
  readonly jobs: Jobs;
  readonly toolchain: Toolchain;
  readonly clusters: LocalClusters;
  readonly remotes: RemoteConnections;
  /** Connections to local and remote clusters alike. */
  readonly connections: Connections;
  /** Records the actions of the windows. */
  readonly commands: CommandLog;
}

/** Opens the ground; adds each part to `parts` as it is opened. */
export async function openGround(options: GroundOptions, parts: DisposableStore): Promise<Ground> {
  const { dataFolder, settings, host, log } = options;
  const etcdPath = new LiveValue(settings.state.value.etcdPath);
  parts.add(settings.state.onChange(() => (etcdPath.value = settings.state.value.etcdPath)));
  const users = new LiveValue<ReadonlyMap<string, readonly string[]>>(new Map());
  const refreshMs = () => settings.state.value.refreshMs;
  const jobs = parts.add(new Jobs({ log }));
  const toolchain = parts.add(
    await Toolchain.open({
      folder: join(dataFolder, 'etcd'),
      etcdPath,
      path: options.path ?? process.env['PATH'] ?? '',
      users,
      jobs,
      log,
    }),
  );
  const folder = join(dataFolder, 'clusters');
  const clusters = parts.add(await LocalClusters.open({ folder, toolchain, users, refreshMs, log }));
  const clients = parts.add(new LocalClients(clusters.state, (cluster) => clusters.observer(cluster), log));
  const remotes = parts.add(
    new RemoteConnections({
      dataFolder,
      secrets: host.secrets(),
      intervalMs: refreshMs,
      etcdctl: (version) => installedEtcdctl(toolchain, version),
      log,
    }),
  );
  return {
    ...options,
    info: appInfo(options),
    jobs,
    toolchain,
    clusters,
    remotes,
    connections: new Connections(localConnections(clusters, clients, toolchain), remotes),
    commands: new CommandLog(),
  };
}

function appInfo({ host, dataFolder }: GroundOptions): AppInfo {
  return {
    host: host.kind,
    version: host.version,
    platform: process.platform,
    dataFolder,
    canOpenFolders: host.openFolder !== null,
    canPickFiles: host.pickFile !== null,
    terminal: host.terminal,
    engine: randomUUID(),
  };
}

/** The local clusters as connections. */
function localConnections(
  clusters: LocalClusters,
  clients: LocalClients,
  toolchain: Toolchain,
): LocalConnections {
  const shellFor = localShells(clusters.state, toolchain);
  return {
    has: (cluster) => clusters.state.value.clusters.some(({ id }) => id === cluster),
    client: (cluster) => clients.client(cluster),
    members: (cluster) => clusters.observer(cluster),
    shell: (cluster, member) => shellFor({ kind: 'local', cluster }, member),
  };
}

/**
 * The etcdctl that matches a cluster's version (see `etcdctlFor`); when the version is unknown, the one that a new
 * local cluster would use.
 */
async function installedEtcdctl(toolchain: Toolchain, version: string | null): Promise<Etcdctl | null> {
  const installs = toolchain.state.value.installs.flatMap(({ path, version: own, etcdctl, problem }) =>
    own !== null && etcdctl !== null && problem === null ? [{ path, version: own }] : [],
  );
  const chosen = version === null ? null : etcdctlFor(installs, version);
  const found = await toolchain.resolve(chosen?.path ?? null).catch(() => null);
  return found?.etcdctl ? { path: found.etcdctl, version: found.version } : null;
}
