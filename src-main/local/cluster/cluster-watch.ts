import { isDeepStrictEqual } from 'node:util';
import type { LeaderChange } from '@shared/contract/local';
import type { LogRow } from '@shared/contract/logs';
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
  /** The latest change of leader is another one. */
  readonly changed: () => void;
}

/** Lines after which a member's status is worth asking for at once: it begins to serve. 3.4 to 3.7. */
const SERVING =
  /^(?:ready to serve client requests|now serving peer|serving client traffic|published local member)/;
/** etcd waits for the lock on its data, or for a slow disk: it does not know which. */
const LOCKED = /flocked by another process|another etcd process is using/;
/** What the system says of when a process started is this far off at most. Milliseconds. */
const START_TOLERANCE_MS = 2000;

/** All that is seen of a cluster's nodes from outside: their members' answers and their logs. */
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

  /** The log of a node. It is read from when the node first runs, or is first asked for. */
  log(node: LocalNode): NodeLog {
    const known = this.#logs.get(node);
    if (known) return known;
    const log = this.#store.add(new NodeLog({ file: node.logFile, node: node.name }));
    this.#logs.set(node, log);
    this.#store.add(log.onRecord((line) => this.#logged(node, line)));
    return log;
  }

  /** The cluster runs since that time: what the logs say of before is another story. */
  begin(since: Date): void {
    this.#story.begin(since.toISOString());
  }

  /** The same for processes that were found: the earliest start is what the system thinks it was. */
  beginBefore(startedAt: string): void {
    this.begin(new Date(Date.parse(startedAt) - START_TOLERANCE_MS));
  }

  nodeStarts(node: LocalNode): void {
    this.#story.nodeStarts(node.name);
  }

  /** A node is lost; to be called before what we do to it, so that no election comes first. */
  lose(node: LocalNode, how: Loss['how'], at = new Date().toISOString()): void {
    this.#story.lose({ node: node.name, how, at });
    this.observer.expectChange();
  }

  /** A node got a process, lost it, or was paused, by whomever. */
  nodesChanged(): void {
    // The nodes of a cluster that is kept may outlive what watched it.
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

  /** Brings each node's health up to date with what is known now. */
  observe(): void {
    const rows = new Map(this.observer.state.value.rows.map((row) => [row.endpoint, row]));
    for (const node of this.#nodes) {
      const row = rows.get(clientUrl(node.record));
      node.observe(row, this.#story.lacksLeader(node.name));
      // Nobody tells us of the end of a process that is not our child: a member that is silent may be gone.
      if (row?.failure && node.process?.adopted) this.#inBackground(node.look());
    }
  }

  get disposed(): boolean {
    return this.#store.disposed;
  }

  dispose(): Promise<void> {
    return this.#store.dispose();
  }

  /** A line of a node's log. Those of earlier runs are read too, and tell nothing of this one. */
  #logged(node: LocalNode, line: LogRow): void {
    if (this.#story.take(line)) {
      this.#options.changed();
      void this.observer.refresh();
    }
    const started = node.process?.startedAt;
    // As far as milliseconds both are written alike.
    if (started === undefined || line.at === null || line.at.slice(0, 23) < started.slice(0, 23)) return;
    if (SERVING.test(line.message)) void this.observer.refresh(node.name);
    if (LOCKED.test(line.message)) this.#inBackground(this.#giveUpWhenLocked(node, line.message));
  }

  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#options.log.warn('a node could not be looked at', { reason: errorText(error) });
    });
  }

  /** A node whose data another process has open would wait for ever. */
  async #giveUpWhenLocked(node: LocalNode, message: string): Promise<void> {
    const holder = await folderHolder(node.dataFolder, this.#options.table, node.process?.pid);
    if (holder === null) return;
    const { trouble, detail } = reasonOf([message]);
    await node.giveUp({ trouble, detail: `${detail} (process ${holder})` });
  }
}
