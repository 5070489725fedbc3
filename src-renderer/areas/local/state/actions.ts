import { defaultTuning } from '@shared/contract/local';
import type { CreateCluster } from '@shared/contract/local';
import { engine } from '../../../rpc/engine';
import type { Outcome } from '../../../rpc/outcome';

interface Runner {
  readonly act: <T>(name: string, action: () => Promise<T>) => Promise<Outcome<T>>;
  readonly run: (name: string, action: () => Promise<unknown>) => Promise<boolean>;
  readonly select: (id: string) => void;
}

/** What can be done to one node by itself. */
export type NodeAction = 'start' | 'stop' | 'kill' | 'pause' | 'resume' | 'restart';

const nodeCalls = {
  start: (ref) => engine.local.startNode(ref),
  stop: (ref) => engine.local.stopNode(ref),
  kill: (ref) => engine.local.killNode(ref),
  pause: (ref) => engine.local.pauseNode(ref),
  resume: (ref) => engine.local.resumeNode(ref),
  restart: (ref) => engine.local.restartNode(ref),
} satisfies Record<NodeAction, (ref: { cluster: string; node: string }) => Promise<void>>;

/**
 * The actions of the store. Those that a dialog asks for return their outcome; those of a button announce a
 * failure themselves and tell whether they went well.
 */
export function actions({ act, run, select }: Runner) {
  /** Makes a cluster and starts it; it is shown as soon as it is there. */
  async function create(input: CreateCluster): Promise<Outcome<{ cluster: string }>> {
    const outcome = await act('create', () => engine.local.create(input));
    if (outcome.ok) select(outcome.value.cluster);
    return outcome;
  }

  return {
    create,
    /** A cluster of `size` nodes with a suggested name and etcd's own defaults: the one click. */
    createWithDefaults: (size: number): Promise<boolean> =>
      run('create', async () => {
        const { name } = await engine.local.suggest({ size });
        const input = { name, size, etcdPath: null, tuning: defaultTuning, firstPort: null };
        select((await engine.local.create(input)).cluster);
      }),
    start: (cluster: string) => run(`start ${cluster}`, () => engine.local.start({ cluster })),
    stop: (cluster: string) => run(`stop ${cluster}`, () => engine.local.stop({ cluster })),
    setKeepRunning: (cluster: string, keep: boolean) =>
      run(`keep ${cluster}`, () => engine.local.setKeepRunning({ cluster, keep })),
    openFolder: (cluster: string, node: string | null) =>
      run(`folder ${cluster}`, () => engine.local.openFolder({ cluster, node })),
    /** One action on one node. */
    node: (action: NodeAction, cluster: string, node: string) =>
      run(`${action} ${cluster}/${node}`, () => nodeCalls[action]({ cluster, node })),
    /** Starts every node that does not run, all at once. */
    startNodes: (cluster: string, nodes: readonly string[]) =>
      run(`start ${cluster}`, () =>
        Promise.all(nodes.map((node) => engine.local.startNode({ cluster, node }))),
      ),
    rename: (cluster: string, name: string) =>
      act(`rename ${cluster}`, () => engine.local.rename({ cluster, name })),
    /** Another etcd for a stopped cluster, by its path. */
    setEtcd: (cluster: string, etcdPath: string) =>
      act(`etcd ${cluster}`, () => engine.local.setEtcd({ cluster, etcdPath })),
    duplicate: async (cluster: string, name: string) => {
      const outcome = await act(`duplicate ${cluster}`, () => engine.local.duplicate({ cluster, name }));
      if (outcome.ok) select(outcome.value.cluster);
      return outcome;
    },
    remove: (cluster: string, typedName: string) =>
      act(`remove ${cluster}`, () => engine.local.remove({ cluster, typedName })),
  };
}
