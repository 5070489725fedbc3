import { realpath } from 'node:fs/promises';
import type { ClustersState, CreateCluster } from '@shared/contract/local';
import { errorText, Failure, isFailure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import type { Live } from '../base/live';
import { LiveValue, pause } from '../base/live';
import type { Log } from '../base/log';
import type { NodeLog } from '../logs/node-log';
import type { MemberObserver } from '../members/observer';
import { LocalCluster } from './cluster/cluster';
import { newCluster } from './cluster/new-cluster';
import { findPorts, firstPort } from './process/ports';
import type { ProcessEntry } from './process/process-entry';
import type { ProcessTable } from './process/process-table';
import { systemProcesses } from './process/system-processes';
import type { ClusterRecord } from './record/record';
import type { ReadRecords } from './record/record-store';
import { RecordStore } from './record/record-store';
import { checkTuning } from './record/tuning';
import { Supervisor } from './cluster/supervisor';
import { UnreadableCluster } from './cluster/unreadable-cluster';

export interface LocalClustersOptions {
  /** The folder of all clusters; created if needed. */
  readonly folder: string;
  readonly toolchain: {
    resolve(path: string | null): Promise<{ readonly path: string; readonly version: string }>;
  };
  /** Kept up to date: the names of the clusters that use an etcd, by its path. */
  readonly users: LiveValue<ReadonlyMap<string, readonly string[]>>;
  /** The interval between two questions to a member, in milliseconds. */
  readonly refreshMs: () => number;
  readonly log: Log;
  /** The system's table by default. */
  readonly table?: ProcessTable;
}

/** Members that serve answer within this time, so that clusters are shown right from the start. Milliseconds. */
const FIRST_ANSWERS_MS = 300;

/** The clusters of this app: real etcd processes on this machine, which it starts, watches and ends. */
export class LocalClusters implements Disposable {
  readonly #options: LocalClustersOptions;
  readonly #table: ProcessTable;
  readonly #store: RecordStore;
  #unreadable: readonly UnreadableCluster[] = [];
  readonly #clusters = new Map<string, LocalCluster>();
  readonly #state: LiveValue<ClustersState>;
  readonly #supervisor: Supervisor;
  #creation: Promise<unknown> = Promise.resolve();
  #close: Promise<void> | null = null;

  private constructor(options: LocalClustersOptions, store: RecordStore) {
    this.#options = options;
    this.#table = options.table ?? systemProcesses();
    this.#store = store;
    this.#state = new LiveValue<ClustersState>({ clusters: [], unreadable: [] });
    const all = () => [...this.#clusters.values(), ...this.#unreadable];
    this.#supervisor = new Supervisor(this.#table, all, options.log);
  }

  /**
   * Reads the clusters' records, and adopts nodes that an earlier app left running, on purpose or because it was
   * killed. Throws DISK_FULL or NOT_PERMITTED when the folder cannot be created.
   */
  static async open(options: LocalClustersOptions): Promise<LocalClusters> {
    const store = await RecordStore.open(options.folder);
    const read = await store.readAll();
    const clusters = new LocalClusters(options, store);
    if (read.records.length + read.unreadable.length > 0) await clusters.#adopt(read);
    return clusters;
  }

  get state(): Live<ClustersState> {
    return this.#state;
  }

  /** The observer of a cluster's members. Throws NOT_FOUND. */
  observer(cluster: string): MemberObserver {
    return this.#cluster(cluster).watch.observer;
  }

  /** The log of a node. Throws NOT_FOUND. */
  log(cluster: string, node: string): NodeLog {
    const found = this.#cluster(cluster);
    return found.watch.log(found.node(node));
  }

  /** The folder of a node, or of the cluster (`node` null). Throws NOT_FOUND. */
  folderOf(cluster: string, node: string | null): string {
    const found = this.#cluster(cluster);
    return node === null ? this.#store.folderOf(cluster) : found.node(node).folder;
  }

  /** An unused name, and the first of the ports that a cluster of `size` would get; null when none are free. */
  async suggest(size: number): Promise<{ name: string; firstPort: number | null }> {
    const names = new Set([...this.#clusters.values()].map(({ name }) => sameName(name)));
    let name = 'local';
    for (let number = 2; names.has(name); number++) name = `local-${number}`;
    const first = await findPorts(firstPort(), { count: 2 * size, reserved: this.#reserved() }).catch(
      () => null,
    );
    return { name, firstPort: first };
  }

  /**
   * Creates a cluster and starts it; returns its ID once its processes are spawned. If no node could be started,
   * throws the failure and leaves nothing behind; if some could, the others are shown as failed.
   */
  async create(input: CreateCluster): Promise<string> {
    this.#refuseWhenClosing();
    checkTuning(input.tuning);
    const etcd = await this.#resolve(input.etcdPath);
    const cluster = await this.#oneByOne(() => this.#make(input, etcd));
    const failures = await cluster.startNew();
    const [failure] = failures;
    if (failure && failures.length === cluster.nodes.length) {
      // If it cannot be deleted, it is shown with the same failure.
      await this.#delete(cluster).catch(() => undefined);
      throw failure;
    }
    return cluster.id;
  }

  async start(cluster: string): Promise<void> {
    this.#refuseWhenClosing();
    await this.#cluster(cluster).start();
    this.#tellUsers();
  }

  async stop(cluster: string): Promise<void> {
    await this.#cluster(cluster).stop();
  }

  /** Stops what runs of a cluster whose record cannot be used, by its folder. Throws NOT_FOUND, NODE_NOT_ENDED. */
  async stopUnreadable(folder: string): Promise<void> {
    const found = this.#unreadable.find((each) => each.folder === folder);
    if (!found) throw new Failure('NOT_FOUND', { what: 'cluster', name: folder });
    await found.stop();
  }

  /** Stops a cluster and deletes everything of it. Throws NAME_MISMATCH. */
  async remove(id: string, typedName: string): Promise<void> {
    const cluster = this.#cluster(id);
    if (typedName !== cluster.name) {
      throw new Failure('NAME_MISMATCH', { expected: cluster.name, typed: typedName });
    }
    await this.#delete(cluster);
  }

  /** Throws NAME_TAKEN. */
  async rename(id: string, name: string): Promise<void> {
    const cluster = this.#cluster(id);
    this.#refuseTakenName(name, id);
    await cluster.change({ name });
    this.#tellUsers();
  }

  /** Creates a cluster of the same shape without the data; see `create`. */
  async duplicate(id: string, name: string): Promise<string> {
    const { etcd, tuning, nodes } = this.#cluster(id).record;
    return this.create({ name, size: nodes.length, etcdPath: etcd.path, tuning, firstPort: null });
  }

  async setKeepRunning(cluster: string, keepRunning: boolean): Promise<void> {
    await this.#cluster(cluster).change({ keepRunning });
  }

  /**
   * Selects another etcd for a stopped cluster. Throws BUSY, CLUSTER_RUNNING, ETCD_DOWNGRADE, and as `create` for
   * the path.
   */
  async setEtcd(id: string, etcdPath: string): Promise<void> {
    const cluster = this.#cluster(id);
    await cluster.setEtcd(await this.#resolve(etcdPath));
    this.#tellUsers();
  }

  async startNode(cluster: string, node: string): Promise<void> {
    this.#refuseWhenClosing();
    await this.#cluster(cluster).startNode(node);
  }

  async stopNode(cluster: string, node: string): Promise<void> {
    await this.#cluster(cluster).stopNode(node);
  }

  async killNode(cluster: string, node: string): Promise<void> {
    await this.#cluster(cluster).killNode(node);
  }

  async pauseNode(cluster: string, node: string): Promise<void> {
    await this.#cluster(cluster).pauseNode(node);
  }

  async resumeNode(cluster: string, node: string): Promise<void> {
    await this.#cluster(cluster).resumeNode(node);
  }

  async restartNode(cluster: string, node: string): Promise<void> {
    this.#refuseWhenClosing();
    await this.#cluster(cluster).restartNode(node);
  }

  /** Stops, within 5 s, all clusters that are not set to keep running, and disposes of the others. */
  close(): Promise<void> {
    this.#close ??= this.#closeAll();
    return this.#close;
  }

  dispose(): Promise<void> {
    return this.close();
  }

  async #adopt({ records, unreadable }: ReadRecords): Promise<void> {
    const processes = await this.#processes();
    const around = { table: this.#table, changed: () => this.#publish() };
    this.#unreadable = unreadable.map((each) => new UnreadableCluster(each, processes, around));
    this.#publish();
    for (const record of records) this.#add(record).adopt(processes);
    const living = [...this.#clusters.values()].filter(({ nodes }) => nodes.some(({ lives }) => lives));
    const answers = Promise.all(living.map(({ watch }) => watch.observer.refresh()));
    if (living.length > 0) await Promise.race([answers, pause(FIRST_ANSWERS_MS)]);
  }

  /** Without the table no process can be adopted; etcd's own locks then keep a second process off the data. */
  async #processes(): Promise<readonly ProcessEntry[]> {
    try {
      return await this.#table.list();
    } catch (error) {
      this.#options.log.error('the process table could not be read', { reason: errorText(error) });
      return [];
    }
  }

  /** Two clusters created at once must not choose the same name or ports. */
  #oneByOne<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#creation.then(work);
    this.#creation = result.catch(() => undefined);
    return result;
  }

  async #make(input: CreateCluster, etcd: ClusterRecord['etcd']): Promise<LocalCluster> {
    this.#refuseWhenClosing();
    this.#refuseTakenName(input.name, null);
    const record = await newCluster(input, etcd, this.#reserved());
    try {
      await this.#store.write(record);
    } catch (error) {
      // What cannot be written can often not be deleted, either; the first failure is the one to tell.
      await this.#store.remove(record.id).catch(() => undefined);
      throw error;
    }
    return this.#add(record);
  }

  #add(record: ClusterRecord): LocalCluster {
    const cluster = new LocalCluster(record, {
      folder: this.#store.folderOf(record.id),
      write: (changed) => this.#store.write(changed),
      resolve: (path) => this.#resolve(path),
      reserved: () => this.#reserved(record.id),
      closing: () => this.#close !== null,
      table: this.#table,
      refreshMs: this.#options.refreshMs,
      log: this.#options.log,
    });
    this.#clusters.set(record.id, cluster);
    cluster.state.onChange(() => this.#publish());
    this.#publish();
    this.#tellUsers();
    return cluster;
  }

  async #delete(cluster: LocalCluster): Promise<void> {
    try {
      await cluster.delete(() => this.#store.remove(cluster.id));
    } catch (error) {
      // The deletion failed after watching had ended: start over with the same record.
      if (cluster.disposed) this.#add(cluster.record);
      throw error;
    }
    this.#clusters.delete(cluster.id);
    this.#publish();
    this.#tellUsers();
  }

  async #closeAll(): Promise<void> {
    const all = [...this.#clusters.values(), ...this.#unreadable];
    const ends = await Promise.allSettled(all.map((cluster) => cluster.close()));
    await this.#supervisor.dispose();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }

  /** Throws as the toolchain does, but NOT_FOUND for a missing `path`: other etcds may still be there. */
  async #resolve(path: string | null): Promise<ClusterRecord['etcd']> {
    const found = await this.#options.toolchain.resolve(path).catch((error: unknown) => {
      if (path === null || !isFailure(error) || error.code !== 'ETCD_MISSING') throw error;
      throw new Failure('NOT_FOUND', { what: 'etcd', name: path }, { cause: error });
    });
    const executable = await realpath(found.path).catch(() => found.path);
    return { path: found.path, version: found.version, executable };
  }

  #cluster(id: string): LocalCluster {
    const found = this.#clusters.get(id);
    if (!found) throw new Failure('NOT_FOUND', { what: 'cluster', name: id });
    return found;
  }

  /** The names of our clusters by the ports they reserve, without those of cluster `but`. */
  #reserved(but: string | null = null): ReadonlyMap<number, string> {
    const others = [...this.#clusters.values()].filter(({ id }) => id !== but);
    return new Map(
      others.flatMap(({ name, nodes }) =>
        nodes.flatMap(({ record }) => [[record.clientPort, name] as const, [record.peerPort, name] as const]),
      ),
    );
  }

  #refuseTakenName(name: string, but: string | null): void {
    const taken = [...this.#clusters.values()].some(
      (other) => other.id !== but && sameName(other.name) === sameName(name),
    );
    if (taken) throw new Failure('NAME_TAKEN', { name });
  }

  #refuseWhenClosing(): void {
    if (this.#close !== null) throw new Failure('CANCELLED', { action: 'start' });
  }

  #tellUsers(): void {
    const users = new Map<string, string[]>();
    for (const { name, record } of this.#clusters.values()) {
      users.set(record.etcd.path, [...(users.get(record.etcd.path) ?? []), name]);
    }
    this.#options.users.value = users;
  }

  #publish(): void {
    const clusters = [...this.#clusters.values()].map(({ state }) => state.value);
    this.#state.value = { clusters, unreadable: this.#unreadable.map(({ state }) => state) };
  }
}

/** People do not tell names apart that differ only in case. */
function sameName(name: string): string {
  return name.trim().toLowerCase();
}
