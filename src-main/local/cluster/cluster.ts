import type { Cluster } from '@shared/contract/local';
import type { MemberStatus } from '@shared/contract/members';
import { updateOf } from '@shared/etcd/versions';
import { errorText, Failure, isFailure } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import type { Live } from '../../base/live';
import { LiveValue, pause } from '../../base/live';
import type { Log } from '../../base/log';
import { Busy, type NodeBusy } from './busy';
import { ClusterWatch } from './cluster-watch';
import { refuseFor, servedVersion, withEtcd, withOther, writtenBy } from './data-version';
import { mustLive, refuseOnWindows } from './refusals';
import { dataSays } from '../data/data-says';
import { LocalNode } from '../node/node';
import type { NodeIdentity, ProcessEntry } from '../process/process-entry';
import { isNodeProcess } from '../process/process-entry';
import type { ProcessTable } from '../process/process-table';
import type { ClusterRecord, NodeFate } from '../record/record';
import { Saver } from '../record/saver';
import { startNodes } from './start-nodes';

/**
 * How long the leader waits for the followers to end. Together with the 4 s of SIGTERM this stays within the 5 s
 * of a close.
 */
const FOLLOWERS_FIRST_MS = 700;

/** What a cluster needs from the app around it. */
export interface ClusterSurroundings {
  readonly folder: string;
  readonly write: (record: ClusterRecord) => Promise<void>;
  /** The binary to start nodes with; throws NOT_FOUND, ETCD_UNUSABLE, ETCD_TOO_OLD, WRONG_ARCHITECTURE. */
  readonly resolve: (path: string) => Promise<ClusterRecord['etcd']>;
  /** The names of our other clusters, by the ports they reserve. */
  readonly reserved: () => ReadonlyMap<number, string>;
  readonly closing: () => boolean;
  readonly table: ProcessTable;
  readonly refreshMs: () => number;
  readonly log: Log;
}

/** A local cluster: its nodes, what is observed of them, and the actions on one node or all. */
export class LocalCluster implements Disposable {
  readonly id: string;
  readonly nodes: readonly LocalNode[];
  readonly watch: ClusterWatch;
  readonly #around: ClusterSurroundings;
  readonly #saver: Saver;
  readonly #busy: Busy;
  readonly #state: LiveValue<Cluster>;
  #record: ClusterRecord;
  /** See `writtenBy`. */
  #written: string | null;

  constructor(record: ClusterRecord, around: ClusterSurroundings) {
    this.id = record.id;
    this.#record = record;
    this.#around = around;
    this.#busy = new Busy(
      () => this.name,
      () => this.#publish(),
    );
    this.#saver = new Saver(() => around.write(this.record));
    this.nodes = record.nodes.map((node) => {
      const events = {
        changed: () => this.#nodeChanged(),
        recordChanged: () => this.#saveSoon(),
        ended: (fate: NodeFate) => this.#nodeEnded(node.name, fate),
      };
      const { electionMs } = record.tuning;
      return new LocalNode(node, { clusterFolder: around.folder, electionMs, table: around.table, events });
    });
    this.#written = writtenBy(record, { kind: 'silent' });
    this.watch = new ClusterWatch(this.nodes, {
      ...around,
      changed: () => this.#publish(),
      served: (status) => this.#served(status),
    });
    this.#state = new LiveValue(this.#snapshot());
  }

  get state(): Live<Cluster> {
    return this.#state;
  }

  /** The record as saved to disk. */
  get record(): ClusterRecord {
    return { ...this.#record, nodes: this.nodes.map((node) => node.record) };
  }

  get name(): string {
    return this.#record.name;
  }

  node(name: string): LocalNode {
    const found = this.nodes.find((node) => node.name === name);
    if (!found) throw new Failure('NOT_FOUND', { what: 'node', name });
    return found;
  }

  /**
   * Finds the cluster's living processes among `processes`. A node that was running and has none ended while the
   * app was not there.
   */
  adopt(processes: readonly ProcessEntry[]): void {
    const { path, executable } = this.#record.etcd;
    const living = this.nodes.flatMap((node) => {
      const { name, dataFolder } = node;
      const runs = node.record.runs ?? null;
      const identity: NodeIdentity = { name, dataFolder, path, executable, runs };
      const entry = processes.find((each) => isNodeProcess(each, identity));
      return entry ? [{ node, entry, identity }] : [];
    });
    const [earliest] = living.map(({ entry }) => entry.startedAt).sort();
    if (earliest !== undefined) this.watch.beginBefore(earliest);
    for (const { node, entry, identity } of living) {
      node.adopt(entry, identity);
      this.#around.log.info('adopted a node', { cluster: this.id, node: node.name, pid: entry.pid });
    }
    for (const node of this.nodes) {
      if (!node.lives && node.record.fate.kind === 'running') node.missed();
    }
    this.#lookAtData();
    this.#saveSoon();
  }

  /** The first start, with ports and binary already checked. Returns the failures. */
  async startNew(): Promise<Failure[]> {
    let failures: Failure[] = [];
    await this.#busy.onCluster('starting', async () => {
      failures = await this.#launch(this.nodes, null);
    });
    return failures;
  }

  /** Starts the nodes that have no process. Throws the first failure if any node could not be started. */
  async start(): Promise<void> {
    await this.#busy.onCluster('starting', () => this.#start(this.nodes));
  }

  /** Ends every process: SIGTERM, SIGKILL after 4 s. Throws NODE_NOT_ENDED when one survives. */
  async stop(): Promise<void> {
    await this.#busy.onCluster('stopping', () => this.#stop());
  }

  /**
   * Stops the cluster, ends all watching, then calls `remove`, which deletes it. Throws NODE_NOT_ENDED before
   * anything is deleted.
   */
  async delete(remove: () => Promise<void>): Promise<void> {
    await this.#busy.onCluster('deleting', async () => {
      await this.#stop();
      await this.dispose();
      // A write that is still under way would bring the folder back.
      await this.#saver.save().catch(() => undefined);
      await remove();
    });
  }

  /** Changes fields of the record. */
  async change(
    change: Partial<
      Pick<ClusterRecord, 'name' | 'keepRunning' | 'etcd' | 'dataVersion' | 'tuning' | 'before'>
    >,
  ): Promise<void> {
    this.#busy.refuseDuring('deleting');
    const old = this.#record;
    this.#record = { ...old, ...change };
    this.#publish();
    try {
      await this.#saver.save();
    } catch (error) {
      const { name, keepRunning, etcd, dataVersion, tuning, before } = old;
      this.#record = { ...this.#record, name, keepRunning, etcd, dataVersion, tuning, before };
      this.#publish();
      throw error;
    }
  }

  /**
   * Selects another etcd; takes effect at the next start. Flags that its version dropped get their new names. Throws
   * BUSY, CLUSTER_RUNNING, and for data that it must not have ETCD_DOWNGRADE or ETCD_STEPWISE.
   */
  async setEtcd(etcd: ClusterRecord['etcd']): Promise<void> {
    this.#busy.refuseAny();
    if (this.nodes.some(({ lives }) => lives)) throw new Failure('CLUSTER_RUNNING', { name: this.name });
    this.#lookAtData();
    refuseFor(this.#written, etcd.version);
    await this.change(withEtcd(this.#record, etcd, this.#written));
  }

  async startNode(name: string): Promise<void> {
    await this.#onNode(name, 'starting', (node) => this.#start([node]));
  }

  async stopNode(name: string): Promise<void> {
    await this.#onNode(name, 'stopping', (node) => this.#stopNode(mustLive(node)));
  }

  /** Works while another action is under way, because a kill is how you end a stop that hangs. Never throws BUSY. */
  async killNode(name: string): Promise<void> {
    const node = mustLive(this.node(name));
    const kill = async () => {
      this.watch.lose(mustLive(node), 'killed');
      await node.kill();
    };
    await (this.#busy.allows(name) ? this.#busy.onNode(name, 'killing', kill) : kill());
  }

  async pauseNode(name: string): Promise<void> {
    refuseOnWindows('pause');
    await this.#onNode(name, 'pausing', (node) => node.setPaused(true));
  }

  async resumeNode(name: string): Promise<void> {
    refuseOnWindows('resume');
    await this.#onNode(name, 'resuming', (node) => node.setPaused(false));
  }

  async restartNode(name: string): Promise<void> {
    await this.#onNode(name, 'restarting', async (node) => {
      if (node.lives) await this.#stopNode(node);
      await this.#start([node]);
    });
  }

  /** Called when the app closes: stops the nodes unless the cluster is set to keep running. */
  async close(): Promise<void> {
    try {
      if (!this.#record.keepRunning) await this.#stop().catch((error: unknown) => this.#notStopped(error));
    } finally {
      // From here on nothing else is saved, so this is the last write.
      await this.dispose();
      await this.#saver.save();
    }
  }

  get disposed(): boolean {
    return this.watch.disposed;
  }

  dispose(): Promise<void> {
    return this.watch.dispose();
  }

  async #start(nodes: readonly LocalNode[]): Promise<void> {
    const idle = nodes.filter((node) => !node.lives);
    if (idle.length === 0) return;
    try {
      const etcd = await this.#resolve();
      this.#lookAtData();
      refuseFor(this.#written, etcd.version);
      this.#take(etcd);
    } catch (error) {
      if (isFailure(error)) for (const node of idle) node.fail(error);
      throw error;
    }
    const [failure] = await this.#launch(idle, this.#around.reserved());
    if (failure) throw failure;
  }

  /** Takes what the selected path leads to now: the system may have put another version there. */
  #take(etcd: ClusterRecord['etcd']): void {
    this.#record = { ...this.#record, ...withOther(this.#record, etcd) };
  }

  /** Reads the version of the data off the data, unless a process has it open. */
  #lookAtData(): void {
    if (this.nodes.some(({ lives }) => lives)) return;
    this.#written = writtenBy(this.#record, dataSays(this.nodes.map(({ dataFolder }) => dataFolder)));
  }

  /** A member serves, so its data is what its etcd makes of it from now on. */
  #served(status: MemberStatus): void {
    const dataVersion = servedVersion(this.#record, status);
    const before = dataVersion === this.#record.etcd.version ? undefined : this.#record.before;
    if (dataVersion === this.#record.dataVersion && before === this.#record.before) return;
    this.#record = { ...this.#record, dataVersion, before };
    this.#written = dataVersion ?? this.#written;
    this.#publish();
    this.#saveSoon();
  }

  /**
   * Finds the cluster's own binary. Throws as `resolve` does, but ETCD_GONE instead of NOT_FOUND, to name the
   * missing binary.
   */
  async #resolve(): Promise<ClusterRecord['etcd']> {
    const { path, version } = this.#record.etcd;
    try {
      return await this.#around.resolve(path);
    } catch (error) {
      if (!isFailure(error) || error.code !== 'NOT_FOUND') throw error;
      throw new Failure('ETCD_GONE', { version, path }, { cause: error });
    }
  }

  async #launch(
    nodes: readonly LocalNode[],
    reserved: ReadonlyMap<number, string> | null,
  ): Promise<Failure[]> {
    if (!this.nodes.some((node) => node.lives)) this.watch.begin(new Date());
    for (const node of nodes) this.watch.nodeStarts(node);
    const { table, closing } = this.#around;
    const record = () => this.record;
    const save = () => this.#saver.save();
    try {
      return await startNodes(nodes, { record, save, table, closing, reserved });
    } finally {
      if (nodes.some((node) => !node.lives)) this.#saveSoon();
    }
  }

  /**
   * Stops followers first. A leader that is told to end hands over its leadership, and waits for seconds when the
   * chosen follower is ending, too; once alone it ends at once. A node that does not end does not hold up the
   * others.
   */
  async #stop(): Promise<void> {
    const leader = this.watch.observer.state.value.leader?.name;
    const living = this.nodes.filter((node) => node.lives);
    const [last, first] = [
      living.filter(({ name }) => name === leader),
      living.filter(({ name }) => name !== leader),
    ];
    const all = (nodes: readonly LocalNode[]) =>
      Promise.allSettled(nodes.map((node) => this.#stopNode(node)));
    const followers = all(first);
    await Promise.race([followers, pause(FOLLOWERS_FIRST_MS)]);
    const ends = await Promise.all([followers, all(last)]);
    for (const end of ends.flat()) if (end.status === 'rejected') throw end.reason;
  }

  /** The app closes without waiting for this process; the next app finds it. */
  #notStopped(error: unknown): void {
    this.#around.log.warn('a node was not stopped', { cluster: this.id, reason: errorText(error) });
  }

  async #stopNode(node: LocalNode): Promise<void> {
    this.watch.lose(node, 'stopped');
    await node.stop();
  }

  async #onNode(name: string, action: NodeBusy, work: (node: LocalNode) => Promise<void>): Promise<void> {
    const node = this.node(name);
    await this.#busy.onNode(name, action, () => work(node));
  }

  #nodeChanged(): void {
    this.watch.nodesChanged();
    this.#publish();
  }

  #nodeEnded(name: string, fate: NodeFate): void {
    if (fate.kind === 'exited' || (fate.kind === 'crashed' && !fate.byUs)) {
      this.watch.lose(this.node(name), 'crashed', fate.at);
    }
    this.#lookAtData();
    this.#saveSoon();
  }

  /**
   * Saves what became of a node. A failed save must not fail the current action. After `dispose` the record
   * belongs to the next app.
   */
  #saveSoon(): void {
    if (this.disposed) return;
    this.#saver.save().catch((error: unknown) => {
      this.#around.log.warn('a record was not saved', { cluster: this.id, reason: errorText(error) });
    });
  }

  #snapshot(): Cluster {
    const { id, name, createdAt, etcd, tuning, keepRunning, before } = this.#record;
    const canGoBack = before && updateOf(this.#written, before.etcd.version).kind !== 'older';
    return {
      id,
      name,
      createdAt,
      version: etcd.version,
      etcdPath: etcd.path,
      dataVersion: this.#written,
      etcdBefore: canGoBack ? { version: before.etcd.version, path: before.etcd.path } : null,
      tuning,
      keepRunning,
      folder: this.#around.folder,
      nodes: this.nodes.map((node) => node.snapshot(this.#busy.has(node.name))),
      busy: this.#busy.cluster,
      leaderChange: this.watch.leaderChange,
    };
  }

  #publish(): void {
    this.#state.value = this.#snapshot();
  }
}
