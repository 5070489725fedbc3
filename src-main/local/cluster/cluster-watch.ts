import { isDeepStrictEqual } from 'node:util';
import type { LeaderChange } from '@shared/contract/local';
import type { LogRow } from '@shared/contract/logs';
import type { MemberStatus } from '@shared/contract/members';
import { errorText } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import { DisposableStore } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import { NodeLog } from '../../logs/node-log';
import { MemberObserver } from '../../members/observer';
import type { ObservedEndpoint } from '../../members/row';
import { folderHolder } from '../process/folder-holder';
import type { Loss } from './leader-story';
import { LeaderStory } from './leader-story';
import type { LocalNode } from '../node/node';
import { clientUrl } from '../process/plan';
import type { ProcessTable } from '../process/process-table';
import { reasonOf } from '../node/trouble';

export interface ClusterWatchOptions {
  readonly refreshMs: () => number;
  readonly table: ProcessTable;
  readonly log: Log;
  /** Called when the latest change of leader is a new one. */
  readonly changed: () => void;
  /** Called with each answer of a member that serves. */
  readonly served: (status: MemberStatus) => void;
}

/** Log lines that show that a member begins to serve, so its status is worth asking at once. 3.4 to 3.7. */
const SERVING =
  /^(?:ready to serve client requests|now serving peer|serving client traffic|published local member)/;
/** etcd waits for the lock on its data, or for a slow disk; it cannot tell which. */
const LOCKED = /flocked by another process|another etcd process is using/;
/** The start time that the system reports for a process is off by at most this much. Milliseconds. */
const START_TOLERANCE_MS = 2000;

/** Watches a cluster's nodes from outside: their members' answers and their logs. */
export class ClusterWatch implements Disposable {
  readonly observer: MemberObserver;
  readonly #nodes: readonly LocalNode[];
  readonly #options: ClusterWatchOptions;
  readonly #store = new DisposableStore();
  readonly #story = new LeaderStory();
  readonly #logs = new Map<LocalNode, NodeLog>();
  readonly #paused = new Set<LocalNode>();
  #endpoints: readonly ObservedEndpoint[] = [];

  constructor(nodes: readonly LocalNode[], options: ClusterWatchOptions) {
    this.#nodes = nodes;
    this.#options = options;
    this.begin(new Date());
    this.observer = this.#store.add(new MemberObserver({ intervalMs: options.refreshMs, log: options.log }));
    this.nodesChanged();
    this.#store.add(this.observer.state.onChange(() => this.observe()));
  }

  get leaderChange(): LeaderChange | null {
    return this.#story.change();
  }

  /** The log of a node. Reading starts when the node first runs or the log is first asked for. */
  log(node: LocalNode): NodeLog {
    const known = this.#logs.get(node);
    if (known) return known;
    const log = this.#store.add(new NodeLog({ file: node.logFile, node: node.name }));
    this.#logs.set(node, log);
    this.#store.add(log.onRecord((line) => this.#logged(node, line)));
    return log;
  }

  /** The cluster runs since `since`; log lines from before belong to an earlier run. */
  begin(since: Date): void {
    this.#story.begin(since.toISOString());
  }

  /** As `begin`, for processes found running: their start time is only as exact as the system's. */
  beginBefore(startedAt: string): void {
    this.begin(new Date(Date.parse(startedAt) - START_TOLERANCE_MS));
  }

  nodeStarts(node: LocalNode): void {
    this.#story.nodeStarts(node.name);
  }

  /** Records that a node is lost. Call it before acting on the node, so that no election comes first. */
  lose(node: LocalNode, how: Loss['how'], at = new Date().toISOString()): void {
    this.#story.lose({ node: node.name, how, at });
    this.observer.expectChange();
  }

  /** A node got a process, lost it, or was paused, by us or by somebody else. */
  nodesChanged(): void {
    // Nodes that are kept running may outlive this watch.
    if (this.#store.disposed) return;
    for (const node of this.#nodes) {
      if (node.lives) this.log(node);
      const since = node.process?.pausedSince ?? null;
      if (since === null) this.#paused.delete(node);
      else if (!this.#paused.has(node)) {
        this.#paused.add(node);
        this.lose(node, 'paused', since);
      }
    }
    const endpoints = this.#nodes.map((node) => ({
      url: clientUrl(node.record),
      name: node.name,
      running: node.lives,
    }));
    if (isDeepStrictEqual(endpoints, this.#endpoints)) return;
    this.#endpoints = endpoints;
    this.observer.setEndpoints(endpoints);
  }

  /** Updates each node's health from what is known now. */
  observe(): void {
    const rows = new Map(this.observer.state.value.rows.map((row) => [row.endpoint, row]));
    for (const node of this.#nodes) {
      const row = rows.get(clientUrl(node.record));
      node.observe(row, this.#story.lacksLeader(node.name));
      if (node.serves && row?.status) this.#options.served(row.status);
      // The system does not report the end of a process that is not our child, so check one whose member is
      // silent.
      if (row?.failure && node.process?.adopted) this.#inBackground(node.look());
    }
  }

  get disposed(): boolean {
    return this.#store.disposed;
  }

  dispose(): Promise<void> {
    return this.#store.dispose();
  }

  /** Handles a line of a node's log. Lines of earlier runs arrive, too, and say nothing about this run. */
  #logged(node: LocalNode, line: LogRow): void {
    if (this.#story.take(line)) {
      this.#options.changed();
      void this.observer.refresh();
    }
    const started = node.process?.startedAt;
    // Both times have the same format down to milliseconds.
    if (started === undefined || line.at === null || line.at.slice(0, 23) < started.slice(0, 23)) return;
    if (SERVING.test(line.message)) void this.observer.refresh(node.name);
    if (LOCKED.test(line.message)) this.#inBackground(this.#giveUpWhenLocked(node, line.message));
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#options.log.warn('a node could not be checked', { reason: errorText(error) });
    });
  }

  /** Gives up a node whose data another process has open; it would wait forever. */
  async #giveUpWhenLocked(node: LocalNode, message: string): Promise<void> {
    const holder = await folderHolder(node.dataFolder, this.#options.table, node.process?.pid);
    if (holder === null) return;
    const { trouble, detail } = reasonOf([message]);
    await node.giveUp({ trouble, detail: `${detail} (PID ${holder})` });
  }
}
