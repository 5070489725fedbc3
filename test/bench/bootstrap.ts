import { e2eHost, launch } from '../support/app/app';
import { nodesIn } from '../support/app/cluster-record';
import { TestHome } from '../support/app/home';
import { createByOneClick, healthy } from './cluster';
import { median, print, until, wallClock } from './measure';
import { EtcdProcesses } from './processes';
import { armed, nextClick, statusBarSays } from './window';

const ROUNDS = 5;

/**
 * Measures from the click on "create" to the last of three processes, and from the last node's /health turning
 * true (polled every 5 ms, independently of the app) to the window showing all three up and a leader. The second
 * can be negative: the app polls the status, which knows the leader a moment before /health does.
 */
export async function bootstrap(): Promise<void> {
  const spawned: number[] = [];
  const seen: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const figures = await once();
    spawned.push(figures.spawn);
    seen.push(figures.seen);
  }
  print({ name: `bootstrap.spawn.${e2eHost}`, value: median(spawned), unit: 'ms' });
  print({ name: `bootstrap.spawn.worst.${e2eHost}`, value: Math.max(...spawned), unit: 'ms' });
  print({ name: `bootstrap.seen.${e2eHost}`, value: median(seen), unit: 'ms', floor: 0 });
  print({ name: `bootstrap.seen.worst.${e2eHost}`, value: Math.max(...seen), unit: 'ms', floor: 0 });
}

async function once(): Promise<{ spawn: number; seen: number }> {
  const home = await TestHome.make();
  const app = await launch(home);
  const processes = new EtcdProcesses(home.data);
  try {
    await app.page.getByRole('button', { name: 'Create a 3-node cluster' }).waitFor();
    const click = nextClick(app.page);
    const shown = statusBarSays(app.page, ['3/3 up', 'leader n']);
    await armed(app.page);
    await createByOneClick(app.page);
    await until(() => (processes.seen.size === 3 ? true : null), 10_000);
    const last = Math.max(...processes.seen.values());
    const turned = await Promise.all(nodesIn(home).map(({ clientPort }) => healthyAt(clientPort)));
    return { spawn: last - (await click), seen: (await shown) - Math.max(...turned) };
  } finally {
    processes.dispose();
    await app.close();
    await home.dispose();
  }
}

async function healthyAt(port: number): Promise<number> {
  return until(async () => ((await healthy(port)) ? wallClock() : null), 30_000);
}
