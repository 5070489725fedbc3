import type { TestHome } from './home';
import { processesWith } from './leaks';

/** The etcd processes of the cluster in `home`, by node name. For homes with one cluster. */
export function nodeProcesses(home: TestHome): Map<string, number> {
  return new Map(
    processesWith(`--data-dir=${home.data}`).map(({ pid, command }) => [
      /--name=(\S+)/.exec(command)?.[1] ?? '',
      pid,
    ]),
  );
}

/** The process of one node. */
export function processOf(home: TestHome, node: string): number {
  const pid = nodeProcesses(home).get(node);
  if (pid === undefined) throw new Error(`No process of ${node}`);
  return pid;
}
