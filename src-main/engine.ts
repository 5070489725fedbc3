import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { AppInfo } from '@shared/contract/app';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { errorText } from './base/failure';
import type { HostCapabilities } from './base/host';
import { type Disposable, DisposableStore } from './base/lifecycle';
import { LiveValue } from './base/live';
import type { Log } from './base/log';
import { CommandLog } from './etcdctl/command-log';
import { Connections, type LocalConnections } from './connections/connections';
import { type Etcdctl, etcdctlFor } from './connections/etcdctl-choice';
import { RemoteConnections } from './connections/remotes';
import { Keys } from './keys/keys';
import { Leases } from './leases/leases';
import { leaseSource } from './leases/source';
import { LocalClients } from './local/local-clients';
import { LocalClusters } from './local/local-clusters';
import { createRouter, type EngineRouter } from './router';
import type { SettingsStore } from './settings/settings';
import { localShells } from './terminal/local-shell';
import { loadNodePty } from './terminal/node-pty';
import { Terminals } from './terminal/terminals';
import { Toolchain } from './toolchain/toolchain';
import { sessionSource } from './watch/session-feed';
import { Watches } from './watch/watches';

export interface EngineOptions {
  /** A folder that this process has to itself: see `openDataFolder`. */
  readonly dataFolder: string;
  /** The settings of that folder: a host may want them before the engine is up. */
  readonly settings: SettingsStore;
  readonly host: HostCapabilities;
  readonly log: Log;
  /** Where PATH is searched for etcd; the process's own PATH unless told. */
  readonly path?: string;
}

export interface Engine extends Disposable {
  readonly router: EngineRouter;
  /** Stops the clusters that are not to be kept, and ends everything else. Within 5 s, whatever happens. */
  dispose(): Promise<void>;
}

/** A host may count on this when it is told to quit. Milliseconds. */
const DISPOSE_LIMIT_MS = 5000;

/** Starts all that a window talks to. It knows no host: they hand its router to their transports. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { dataFolder, settings, host, log } = options;
  const parts = new DisposableStore();
  try {
    const etcdPath = new LiveValue(settings.state.value.etcdPath);
    parts.add(settings.state.onChange(() => (etcdPath.value = settings.state.value.etcdPath)));
    const users = new LiveValue<ReadonlyMap<string, readonly string[]>>(new Map());
    const toolchain = parts.add(
      await Toolchain.open({
        folder: join(dataFolder, 'etcd'),
        etcdPath,
        path: options.path ?? process.env['PATH'] ?? '',
        users,
        log,
      }),
    );
    const clusters = parts.add(
      await LocalClusters.open({
        folder: join(dataFolder, 'clusters'),
        toolchain,
        users,
        refreshMs: () => settings.state.value.refreshMs,
        log,
      }),
    );
    const commands = new CommandLog();
    const clients = parts.add(new LocalClients(clusters.state, log));
    const remotes = parts.add(
      new RemoteConnections({
        dataFolder,
        secrets: host.secrets(),
        intervalMs: () => settings.state.value.refreshMs,
        etcdctl: (version) => installedEtcdctl(toolchain, version),
        log,
      }),
    );
    const connections = new Connections(localConnections(clusters, clients, toolchain), remotes);
    const client = (connection: ConnectionRef) => connections.client(connection);
    const keys = parts.add(new Keys({ client, recorder: commands, log }));
    const source = (connection: ConnectionRef) => sessionSource(client(connection), log);
    const watches = parts.add(new Watches({ source, recorder: commands }));
    const leases = parts.add(
      new Leases({
        source: (connection) => leaseSource(() => client(connection)),
        recorder: commands,
        log,
      }),
    );
    const retain = () => {
      const isThere = (connection: ConnectionRef) => connections.has(connection);
      void watches.retain(isThere);
      void keys.retain(isThere);
      leases.retain(isThere);
    };
    parts.add(clusters.state.onChange(retain));
    parts.add(remotes.state.onChange(retain));
    const terminals = parts.add(
      await Terminals.open({
        folder: join(dataFolder, 'terminal'),
        allowed: host.terminal,
        shellFor: (connection, member) => connections.shell(connection, member),
        load: loadNodePty,
        log,
      }),
    );
    const info: AppInfo = {
      host: host.kind,
      version: host.version,
      platform: process.platform,
      dataFolder,
      canOpenFolders: host.openFolder !== null,
      canPickFiles: host.pickFile !== null,
      terminal: host.terminal,
      engine: randomUUID(),
    };
    log.info('the engine started', { ...info, pid: process.pid });
    return {
      router: createRouter({
        info,
        host,
        settings,
        toolchain,
        clusters,
        connections,
        remotes,
        commands,
        keys,
        watches,
        leases,
        terminals,
        log,
      }),
      dispose: () => {
        // The nodes have all of the time that there is: a shell that ignores its end takes nothing of it. How their end
        // went, `parts` hears.
        clusters.close().catch(() => undefined);
        return disposeWithin(DISPOSE_LIMIT_MS, parts.dispose(), log);
      },
    };
  } catch (error) {
    await parts.dispose().catch(() => undefined);
    throw error;
  }
}

/** The clusters of this app as connections. */
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

/** The etcdctl for a cluster of that version: see `etcdctlFor`. When it is not known, that of a new cluster here. */
async function installedEtcdctl(toolchain: Toolchain, version: string | null): Promise<Etcdctl | null> {
  const installs = toolchain.state.value.installs.flatMap(({ path, version: own, etcdctl, problem }) =>
    own !== null && etcdctl !== null && problem === null ? [{ path, version: own }] : [],
  );
  const chosen = version === null ? null : etcdctlFor(installs, version);
  const found = await toolchain.resolve(chosen?.path ?? null).catch(() => null);
  return found?.etcdctl ? { path: found.etcdctl, version: found.version } : null;
}

/** Ends an engine that may still be starting: it is waited for, and then ended. */
export function endOf(starting: Promise<Engine>): Disposable {
  return { dispose: () => starting.then((engine) => engine.dispose()).catch(() => undefined) };
}

/** Gives up waiting, and says so, when a part does not end in time: a host that quits must not hang. */
async function disposeWithin(limitMs: number, ending: Promise<unknown>, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    const end = await Promise.race([ending, late]);
    if (end === 'late') log.error('the engine did not end in time', { limitMs });
    else log.info('the engine ended');
  } catch (error) {
    log.error('the engine did not end cleanly', { reason: errorText(error) });
  } finally {
    clearTimeout(timer);
  }
}
