import { defaultTuning } from '@shared/contract/local';
import type { CreateCluster } from '@shared/contract/local';
import { t } from '../../../i18n/text';
import { engine } from '../../../rpc/engine';
import type { Outcome } from '../../../rpc/outcome';

interface Runner {
  readonly act: <T>(name: string, action: () => Promise<T>) => Promise<Outcome<T>>;
  readonly run: (name: string, action: () => Promise<unknown>, failed?: string) => Promise<boolean>;
  readonly select: (id: string) => void;
  /** Resolves when the node serves, or after a while when it does not. */
  readonly serves: (cluster: string, node: string) => Promise<void>;
}

/** The actions on a single node. */
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
 * The actions of the store. Those for dialogs return their outcome; those for buttons show a failure
 * themselves and return whether they succeeded.
 */
export function actions({ act, run, select, serves }: Runner) {
  /** Creates a cluster and starts it; the window shows it as soon as it exists. */
  async function create(input: CreateCluster): Promise<Outcome<{ cluster: string }>> {
    const outcome = await act('create', () => engine.local.create(input));
    if (outcome.ok) select(outcome.value.cluster);
    return outcome;
  }

  return {
    create,
    /** Creates a cluster of `size` nodes with a suggested name and etcd's defaults, in one click. */
    createWithDefaults: (size: number): Promise<boolean> =>
      run(
        'create',
        async () => {
          const { name } = await engine.local.suggest({ size });
          const input = { name, size, etcdPath: null, tuning: defaultTuning, firstPort: null };
          select((await engine.local.create(input)).cluster);
        },
        t('local.failed.create'),
      ),
    start: (cluster: string) =>
      run(`start ${cluster}`, () => engine.local.start({ cluster }), t('local.failed.start')),
    stop: (cluster: string) =>
      run(`stop ${cluster}`, () => engine.local.stop({ cluster }), t('local.failed.stop')),
    stopUnreadable: (folder: string) => run(`stop ${folder}`, () => engine.local.stopUnreadable({ folder })),
    setKeepRunning: (cluster: string, keep: boolean) =>
      run(`keep ${cluster}`, () => engine.local.setKeepRunning({ cluster, keep })),
    openFolder: (cluster: string, node: string | null) =>
      run(`folder ${cluster}`, () => engine.local.openFolder({ cluster, node })),
    /** Runs one action on one node. */
    node: (action: NodeAction, cluster: string, node: string) =>
      run(
        `${action} ${cluster}/${node}`,
        () => nodeCalls[action]({ cluster, node }),
        t(`local.failedOn.${action}`, { node }),
      ),
    /** Restarts these nodes one after the other, each once the one before serves, so that the cluster goes on. */
    restartNodes: (cluster: string, nodes: readonly string[]) =>
      run(`restart ${cluster}`, async () => {
        for (const node of nodes) {
          await engine.local.restartNode({ cluster, node });
          await serves(cluster, node);
        }
      }),
    /** Starts all of these nodes at once. */
    startNodes: (cluster: string, nodes: readonly string[]) =>
      run(
        `start ${cluster}`,
        () => Promise.all(nodes.map((node) => engine.local.startNode({ cluster, node }))),
        t('local.failed.startRest'),
      ),
    rename: (cluster: string, name: string) =>
      act(`rename ${cluster}`, () => engine.local.rename({ cluster, name })),
    /** Gives a stopped cluster another etcd, by its path. */
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
