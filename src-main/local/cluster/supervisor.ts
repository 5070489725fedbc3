import { errorText } from '../../base/failure';
import type { Disposable } from '../../base/lifecycle';
import { pause } from '../../base/live';
import type { Log } from '../../base/log';
import type { LocalNode } from '../node/node';
import type { ProcessTable } from '../process/process-table';

/** What it looks after. */
interface Supervised {
  readonly nodes: readonly LocalNode[];
  readonly watch: { observe(): void };
}

/**
 * Polls the processes of all living nodes, as often as the system's table allows. This finds what the system does
 * not report: somebody else paused or resumed a process, an adopted process ended, the time to start is over. Runs
 * from construction to `dispose`.
 */
export class Supervisor implements Disposable {
  readonly #table: ProcessTable;
  readonly #clusters: () => Iterable<Supervised>;
  readonly #log: Log;
  readonly #end = new AbortController();
  readonly #loop: Promise<void>;

  constructor(table: ProcessTable, clusters: () => Iterable<Supervised>, log: Log) {
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

/** On Windows no process can be paused, and a child's end is reported, so a look would waste half a second. */
function isLookedAt({ adopted }: { readonly adopted: boolean }): boolean {
  return adopted || process.platform !== 'win32';
}
