import type { ConnectionRef } from '@shared/contract/connection-ref';
import { type EngineRouter, openAreas } from './areas';
import { errorText } from './base/failure';
import { type Disposable, DisposableStore } from './base/lifecycle';
import type { Log } from './base/log';
import { type Ground, type GroundOptions, openGround } from './ground';
import type { Area } from './rpc/area';

export type EngineOptions = GroundOptions;

/** The names of the clusters of which a node runs. */
export interface RunningClusters {
  /** They are stopped when the engine is disposed of. */
  readonly ending: readonly string[];
  /** They keep running. */
  readonly staying: readonly string[];
}

export interface Engine extends Disposable {
  readonly router: EngineRouter;
  /** What disposing of it stops, and what it leaves running. */
  running(): RunningClusters;
  /**
   * Stops the clusters that are not set to keep running, and disposes of everything else. Takes 5 s at most,
   * whatever happens.
   */
  dispose(): Promise<void>;
}

/** A host may rely on this limit when it is told to quit. Milliseconds. */
const DISPOSE_LIMIT_MS = 5000;

/** Starts everything that a window talks to. Independent of the host: hosts pass its router to their transports. */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { log } = options;
  const parts = new DisposableStore();
  try {
    const ground = await openGround(options, parts);
    const areas: Area<unknown>[] = [];
    const router = await openAreas(ground, (area) => {
      areas.push(area);
      parts.defer(() => area.dispose?.());
    });
    retainWithConnections(ground, areas, parts);
    log.info('the engine started', { ...ground.info, pid: process.pid });
    return {
      router,
      running: () => {
        const all = ground.clusters.state.value.clusters.filter(({ nodes }) =>
          nodes.some(({ state }) => 'pid' in state),
        );
        const named = (keep: boolean) =>
          all.filter(({ keepRunning }) => keepRunning === keep).map(({ name }) => name);
        return { ending: named(false), staying: named(true) };
      },
      dispose: () => {
        // Nodes get the full time limit; a shell that won't exit must not use it up. `parts` reports how they ended.
        ground.clusters.close().catch(() => undefined);
        return disposeWithin(DISPOSE_LIMIT_MS, parts.dispose(), log);
      },
    };
  } catch (error) {
    await parts.dispose().catch(() => undefined);
    throw error;
  }
}

/** Makes areas dispose of what belongs to a connection as soon as the connection is gone. */
function retainWithConnections(
  { connections, clusters, remotes, log }: Ground,
  areas: readonly Area<unknown>[],
  parts: DisposableStore,
): void {
  const isThere = (connection: ConnectionRef) => connections.has(connection);
  const retain = () => {
    Promise.all(areas.map(async (area) => area.retain?.(isThere))).catch((error: unknown) => {
      log.error('an area could not release a connection', { reason: errorText(error) });
    });
  };
  parts.add(clusters.state.onChange(retain));
  parts.add(remotes.state.onChange(retain));
}

/** Waits for an engine that is still starting, then disposes of it. */
export function endOf(starting: Promise<Engine>): Disposable {
  return { dispose: () => starting.then((engine) => engine.dispose()).catch(() => undefined) };
}

/** Stops waiting, and logs it, when a part does not end in time: a host that quits must not hang. */
async function disposeWithin(limitMs: number, ending: Promise<unknown>, log: Log): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), limitMs);
  });
  try {
    const end = await Promise.race([ending, late]);
    if (end === 'late') log.error('the engine did not end in time', { limitMs });
    else log.info('the engine ended');
  } catch (error) {
    log.error('the engine did not end cleanly', { reason: errorText(error) });
  } finally {
    clearTimeout(timer);
  }
}
