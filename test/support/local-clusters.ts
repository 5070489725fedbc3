import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Cluster, ClusterNode, CreateCluster, NodeState } from '../../src-shared/contract/local';
import { defaultTuning } from '../../src-shared/contract/local';
import { Failure } from '../../src-main/base/failure';
import { silentLog } from '../../src-main/base/log';
import { LiveValue } from '../../src-main/base/live';
import { LocalClusters } from '../../src-main/local/local-clusters';
import type { ProcessEntry } from '../../src-main/local/process/process-entry';
import { systemProcesses } from '../../src-main/local/process/system-processes';
import type { EtcdFolder } from './etcd/etcd';
import { cleanEnv } from './etcd/clean-env';
import { moveFirstPort } from './ports';
import { until } from './until';

const run = promisify(execFile);

/** A folder for local clusters, and the engine part that runs them, which a test can open and close repeatedly. */
export class LocalFixture {
  readonly users = new LiveValue<ReadonlyMap<string, readonly string[]>>(new Map());
  /** Versions by path, for binaries that should pass for another version; others have the tested version. */
  readonly versions = new Map<string, string>();
  readonly #opened: LocalClusters[] = [];

  private constructor(
    readonly folder: string,
    readonly etcd: EtcdFolder,
  ) {}

  static async make(etcd: EtcdFolder): Promise<LocalFixture> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'quorate-test-local-')));
    await moveFirstPort();
    return new LocalFixture(folder, etcd);
  }

  get binary(): string {
    return join(this.etcd.folder, 'etcd');
  }

  async open(binary = this.binary): Promise<LocalClusters> {
    const clusters = await LocalClusters.open({
      folder: this.folder,
      toolchain: { resolve: (path) => this.#resolve(path ?? binary) },
      users: this.users,
      refreshMs: () => 1000,
      log: silentLog,
    });
    this.#opened.push(clusters);
    return clusters;
  }

  /** As the toolchain does, but takes the version from `versions`; the file must exist. */
  #resolve(path: string): Promise<{ path: string; version: string }> {
    if (!existsSync(path)) return Promise.reject(new Failure('ETCD_MISSING', { version: null }));
    return Promise.resolve({ path, version: this.versions.get(path) ?? this.etcd.version });
  }

  /** Living processes of any program that name a folder of this fixture. */
  async processes(): Promise<readonly ProcessEntry[]> {
    const all = await systemProcesses().list();
    return all.filter(
      ({ state, command }) => state !== 'ended' && JSON.stringify(command).includes(this.folder),
    );
  }

  /** Closes everything that was opened. */
  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((clusters) => clusters.close()));
  }

  /** Closes everything and deletes the folder. Ends any process that is left, and throws. */
  async dispose(): Promise<void> {
    await this.close();
    const left = await this.processes();
    for (const { pid } of left) process.kill(pid, 'SIGKILL');
    await until('the last processes are gone', async () => (await this.processes()).length === 0);
    await rm(this.folder, { recursive: true, force: true });
    if (left.length > 0) throw new Error(`Processes were left: ${left.map(({ pid }) => pid).join(', ')}`);
  }

  /** Runs etcdctl (v3 API) against the nodes of a cluster. */
  async etcdctl(cluster: Cluster, ...args: readonly string[]): Promise<string> {
    const endpoints = cluster.nodes.filter(({ state }) => state.kind === 'up').map((node) => node.clientUrl);
    const environment = { ...cleanEnv(), ETCDCTL_API: '3' };
    const { stdout } = await run(
      join(dirname(this.binary), 'etcdctl'),
      [`--endpoints=${endpoints.join(',')}`, ...args],
      { env: environment, timeout: 20_000 },
    );
    return stdout;
  }
}

export function plan(size: number, changes: Partial<CreateCluster> = {}): CreateCluster {
  return { name: 'local', size, etcdPath: null, tuning: defaultTuning, firstPort: null, ...changes };
}

export function clusterOf(clusters: LocalClusters, id: string): Cluster {
  const found = clusters.state.value.clusters.find((cluster) => cluster.id === id);
  if (!found) throw new Error(`No cluster ${id}`);
  return found;
}

export function nodeOf(clusters: LocalClusters, id: string, name: string): ClusterNode {
  const found = clusterOf(clusters, id).nodes.find((node) => node.name === name);
  if (!found) throw new Error(`No node ${name}`);
  return found;
}

export type StateKind = NodeState['kind'];

/** Waits until a node's state is of that kind, and returns it. */
export async function nodeState<K extends StateKind>(
  clusters: LocalClusters,
  id: string,
  name: string,
  kind: K,
): Promise<Extract<NodeState, { kind: K }>> {
  const matches = (state: NodeState): state is Extract<NodeState, { kind: K }> => state.kind === kind;
  return until(
    () => `${name} is ${kind}: ${JSON.stringify(nodeOf(clusters, id, name).state)}`,
    () => {
      const { state } = nodeOf(clusters, id, name);
      return matches(state) && state;
    },
  );
}

/** Waits until all nodes' states are of that kind. */
export async function allNodes(clusters: LocalClusters, id: string, kind: StateKind): Promise<void> {
  for (const { name } of clusterOf(clusters, id).nodes) await nodeState(clusters, id, name, kind);
}

/** Waits until the members agree on a leader other than `but`, and returns its name. */
export async function leader(
  clusters: LocalClusters,
  id: string,
  ...but: readonly string[]
): Promise<string> {
  return until('a leader', () => {
    const name = clusters.observer(id).state.value.leader?.name;
    return name !== undefined && !but.includes(name) && name;
  });
}

/** The pid in a node's state; 0 when it has no process. */
export function pidOf({ state }: ClusterNode): number {
  return 'pid' in state ? state.pid : 0;
}
