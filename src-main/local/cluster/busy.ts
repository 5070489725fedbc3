import type { Cluster } from '@shared/contract/local';
import { Failure } from '../../base/failure';

type ClusterAction = NonNullable<Cluster['busy']>;

/** The actions under way on one cluster: one on all of it, or one on each of some nodes. Others are refused: BUSY. */
export class Busy {
  readonly #nodes = new Map<string, string>();
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

  /** Whether nothing is done to that node, nor to all of the cluster. */
  allows(node: string): boolean {
    return this.#cluster === null && !this.#nodes.has(node);
  }

  /** Does `work` while nothing else is done to the cluster or a node of it. */
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

  /** Does `work` while nothing else is done to that node, or to all of the cluster. */
  async onNode(name: string, action: string, work: () => Promise<void>): Promise<void> {
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

  /** Throws BUSY while anything is done to the cluster or a node of it. */
  refuseAny(): void {
    this.refuseDuring('starting', 'stopping', 'deleting');
    for (const [name, other] of this.#nodes) throw new Failure('BUSY', { name, action: other });
  }

  /** Throws BUSY while one of these is done to the cluster. */
  refuseDuring(...actions: readonly ClusterAction[]): void {
    const action = this.#cluster;
    if (action !== null && actions.includes(action)) {
      throw new Failure('BUSY', { name: this.#clusterName(), action });
    }
  }
}
