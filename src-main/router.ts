import type { AppInfo } from '@shared/contract/app';
import type { Log } from './base/log';
import type { HostCapabilities } from './base/host';
import type { Connections } from './connections/connections';
import type { RemoteConnections } from './connections/remotes';
import type { CommandLog } from './etcdctl/command-log';
import type { Keys } from './keys/keys';
import type { Leases } from './leases/leases';
import type { LocalClusters } from './local/local-clusters';
import type { SettingsStore } from './settings/settings';
import type { Terminals } from './terminal/terminals';
import type { Toolchain } from './toolchain/toolchain';
import type { Watches } from './watch/watches';
import { appRouter } from './app/router';
import { settingsRouter } from './settings/router';
import { localRouter } from './local/router';
import { etcdctlRouter } from './etcdctl/router';
import { connectionsRouter } from './connections/router';
import { implementer } from './rpc/implementer';
import { keysRouter } from './keys/router';
import { leasesRouter } from './leases/router';
import { logsRouter } from './logs/router';
import { membersRouter } from './members/router';
import { terminalRouter } from './terminal/router';
import { toolchainRouter } from './toolchain/router';
import { watchRouter } from './watch/router';

export interface EngineParts {
  readonly info: AppInfo;
  readonly host: HostCapabilities;
  readonly settings: SettingsStore;
  readonly toolchain: Toolchain;
  readonly clusters: LocalClusters;
  readonly connections: Connections;
  readonly remotes: RemoteConnections;
  readonly commands: CommandLog;
  readonly keys: Keys;
  readonly watches: Watches;
  readonly leases: Leases;
  readonly terminals: Terminals;
  readonly log: Log;
}

/** All procedures of the contract, for any transport. */
export function createRouter(parts: EngineParts) {
  const { info, host, settings, toolchain, clusters, connections, remotes, log } = parts;
  const { keys, watches, leases, commands, terminals } = parts;
  const os = implementer(log);
  return os.router({
    app: appRouter(os.app, info, host),
    settings: settingsRouter(os.settings, settings),
    toolchain: toolchainRouter(os.toolchain, toolchain),
    local: localRouter(os.local, clusters, host),
    connections: connectionsRouter(os.connections, remotes, log),
    members: membersRouter(os.members, connections, commands),
    logs: logsRouter(os.logs, clusters),
    keys: keysRouter(os.keys, keys),
    watch: watchRouter(os.watch, watches),
    leases: leasesRouter(os.leases, leases),
    etcdctl: etcdctlRouter(os.etcdctl, commands),
    terminal: terminalRouter(os.terminal, terminals),
  });
}

export type EngineRouter = ReturnType<typeof createRouter>;

/** What a transport serves: all areas in the app, some of them in a test. */
export type ServedRouter = Partial<EngineRouter>;
