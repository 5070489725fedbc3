import { readFileSync } from 'node:fs';
import { e2eHost, launch } from '../support/app/app';
import { nodesIn } from '../support/app/cluster-record';
import { TestHome } from '../support/app/home';
import { processesWith } from '../support/app/leaks';
import { createByOneClick } from './cluster';
import { median, print, until } from './measure';
import { statusBarSays } from './window';

const ROUNDS = 5;

/**
 * Kills the leader from outside with SIGKILL. Measures from the instant of the new election in etcd's own log to
 * the window's status bar naming the new leader.
 */
export async function failover(): Promise<void> {
  const seen: number[] = [];
  const elections: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const figures = await once();
    seen.push(figures.seen);
    elections.push(figures.election);
  }
  print({ name: `failover.seen.${e2eHost}`, value: median(seen), unit: 'ms', floor: 0 });
  print({ name: `failover.seen.worst.${e2eHost}`, value: Math.max(...seen), unit: 'ms', floor: 0 });
  print({ name: `failover.election.${e2eHost}`, value: median(elections), unit: 'ms' });
}

async function once(): Promise<{ seen: number; election: number }> {
  const home = await TestHome.make();
  const app = await launch(home);
  try {
    await createByOneClick(app.page);
    await statusBarSays(app.page, ['3/3 up', 'leader n']);
    const bar = await app.page.locator('footer').innerText();
    const leader = /leader\s+(n\d)/.exec(bar)?.[1] ?? '';
    const survivors = nodesIn(home).filter(({ name }) => name !== leader);
    const shown = Promise.race(
      survivors.map(({ name }) => statusBarSays(app.page, ['2/3 up', `leader ${name}`])),
    );
    const [process_] = processesWith(`--name=${leader} `).filter(({ command }) =>
      command.includes(home.data),
    );
    if (!process_) throw new Error(`no process of ${leader}`);
    const killedAt = Date.now();
    process.kill(process_.pid, 'SIGKILL');
    const electedAt = await until(
      () => earliest(survivors.map(({ log }) => electedIn(log, killedAt))),
      20_000,
    );
    return { seen: (await shown) - electedAt, election: electedAt - killedAt };
  } finally {
    await app.close();
    await home.dispose();
  }
}

/** When a leader was elected after `since`, by that node's log; null for not yet. etcd's wording since 3.4. */
function electedIn(log: string, since: number): number | null {
  for (const line of readFileSync(log, 'utf8').split('\n')) {
    const at = /"ts":"([^"]+)"/.exec(line)?.[1];
    if (at === undefined || !/elected leader/.test(line)) continue;
    const ms = milliseconds(at);
    if (ms > since) return ms;
  }
  return null;
}

/** Includes the microseconds that `Date.parse` drops. */
function milliseconds(iso: string): number {
  const micros = /\.\d{3}(\d{3})/.exec(iso)?.[1] ?? '0';
  return Date.parse(iso.replace(/\+0000$/, 'Z')) + Number(micros) / 1000;
}

function earliest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.min(...known);
}
