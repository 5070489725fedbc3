import { errorText } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import { pause } from '../../base/live';
import type { Log } from '../../base/log';
import type { LocalCluster } from './cluster';
import type { ProcessTable } from '../process/process-table';

/**
 * Looks at the processes of all living nodes again and again, as often as the system's table allows, and so sees
 * what nobody tells: that one was paused or went on by somebody else's doing, that an adopted one ended, that the
 * time to start is over. From construction to `dispose`.
 */
export class Supervisor implements Disposable {
  readonly #table: ProcessTable;
  readonly #clusters: () => Iterable<LocalCluster>;
  readonly #log: Log;
  readonly #end = new AbortController();
  readonly #loop: Promise<void>;

  constructor(table: ProcessTable, clusters: () => Iterable<LocalCluster>, log: Log) {
    this.#table = table;
    this.#clusters = clusters;
    this.#log = log;
    this.#loop = this.#run();
  }

  dispose(): Promise<void> {
    this.#end.abort();
    return this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#end;
    for (;;) {
      await pause(this.#table.intervalMs, signal);
      if (signal.aborted) return;
      try {
        await this.#look();
      } catch (error) {
        this.#log.warn('the process table could not be read', { reason: errorText(error) });
      }
    }
  }

  async #look(): Promise<void> {
    const clusters = [...this.#clusters()];
    const living = clusters.flatMap(({ nodes }) =>
      nodes.flatMap((node) =>
        node.process && isLookedAt(node.process) ? { node, process: node.process } : [],
      ),
    );
    if (living.length > 0) {
      const found = await this.#table.look(living.map(({ process }) => process.pid));
      for (const { node, process } of living) node.seen(process, found.get(process.pid));
    }
    for (const cluster of clusters) cluster.watch.observe();
  }
}

/** On Windows nothing can be paused, and the end of a child is told: a look would cost half a second for nothing. */
function isLookedAt({ adopted }: { readonly adopted: boolean }): boolean {
  return adopted || process.platform !== 'win32';
}
