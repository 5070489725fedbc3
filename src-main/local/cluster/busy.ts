import type { Cluster } from '@shared/contract/local';
import type { BusyAction } from '@shared/contract/reasons';
import { Failure } from '../../base/failure';

type ClusterAction = NonNullable<Cluster['busy']>;
/** What can be done to one node. */
export type NodeBusy = Exclude<BusyAction, 'deleting' | 'download' | 'package'>;

/**
 * The actions under way on one cluster: either one on the whole cluster, or one on each of several nodes. Any
 * other is refused: BUSY.
 */
export class Busy {
  readonly #nodes = new Map<string, NodeBusy>();
  readonly #clusterName: () => string;
  readonly #changed: () => void;
  #cluster: ClusterAction | null = null;

  constructor(clusterName: () => string, changed: () => void) {
    this.#clusterName = clusterName;
    this.#changed = changed;
  }

  get cluster(): ClusterAction | null {
    return this.#cluster;
  }

  has(node: string): boolean {
    return this.#nodes.has(node);
  }

  /** Whether no action is under way on that node or on the whole cluster. */
  allows(node: string): boolean {
    return this.#cluster === null && !this.#nodes.has(node);
  }

  /** Runs `work` while keeping other actions off the cluster and its nodes. */
  async onCluster(action: ClusterAction, work: () => Promise<void>): Promise<void> {
    this.refuseAny();
    this.#cluster = action;
    this.#changed();
    try {
      await work();
    } finally {
      this.#cluster = null;
      this.#changed();
    }
  }

  /** Runs `work` while keeping other actions off that node and off the whole cluster. */
  async onNode(name: string, action: NodeBusy, work: () => Promise<void>): Promise<void> {
    this.refuseDuring('starting', 'stopping', 'deleting');
    const other = this.#nodes.get(name);
    if (other !== undefined) throw new Failure('BUSY', { name, action: other });
    this.#nodes.set(name, action);
    this.#changed();
    try {
      await work();
    } finally {
      this.#nodes.delete(name);
      this.#changed();
    }
  }

  /** Throws BUSY while any action is under way on the cluster or a node. */
  refuseAny(): void {
    this.refuseDuring('starting', 'stopping', 'deleting');
    for (const [name, other] of this.#nodes) throw new Failure('BUSY', { name, action: other });
  }

  /** Throws BUSY while one of these actions is under way on the cluster. */
  refuseDuring(...actions: readonly ClusterAction[]): void {
    const action = this.#cluster;
    if (action !== null && actions.includes(action)) {
      throw new Failure('BUSY', { name: this.#clusterName(), action });
    }
  }
}
