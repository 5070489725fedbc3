import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { e2eHost, launch } from '../support/app/app';
import { nodesIn } from '../support/app/cluster-record';
import { TestHome } from '../support/app/home';
import { createByOneClick } from './cluster';
import { print, until } from './measure';
import { statusBarSays } from './window';

interface Delay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const IDLE_MS = 5_000;
const STORM_ROUNDS = 50;
/** 1,000 lines a round, every 100 ms: 10,000 lines a second for 5 s, far more than an etcd in trouble writes. */
const LINES_A_ROUND = 1_000;
const ROUND_MS = 100;

/**
 * Measures the 99th percentile of the engine's event loop delay: with a cluster up and one window on it (the
 * floor), then while a node's log grows by 10,000 lines a second with the log panel open on it and a search being
 * typed.
 */
export async function lag(): Promise<void> {
  const home = await TestHome.make();
  const file = join(home.folder, 'delay.json');
  const preload = resolve('test/bench/event-loop-delay.cjs');
  const app = await launch(home, {
    NODE_OPTIONS: `--require ${preload}`,
    QUORATE_BENCH_DELAY: file,
  });
  const delaySince = async (): Promise<Delay> => {
    rmSync(file, { force: true });
    process.kill(app.pid, 'SIGUSR2');
    await until(() => existsSync(file) || null, 5_000);
    return JSON.parse(readFileSync(file, 'utf8')) as Delay;
  };
  try {
    await createByOneClick(app.page);
    await statusBarSays(app.page, ['3/3 up', 'leader n']);
    await delaySince();
    await app.page.waitForTimeout(IDLE_MS);
    const idle = await delaySince();

    await app.page.getByRole('button', { name: 'Logs', exact: true }).click();
    await app.page.getByLabel('Search the log').fill('storm 7');
    const log = nodesIn(home)[0]?.log ?? '';
    for (let round = 0; round < STORM_ROUNDS; round++) {
      appendFileSync(log, lines(round));
      await app.page.waitForTimeout(ROUND_MS);
    }
    const storm = await delaySince();
    print({ name: `lag.logs.p99.${e2eHost}`, value: storm.p99, unit: 'ms', floor: idle.p99 });
    print({ name: `lag.logs.max.${e2eHost}`, value: storm.max, unit: 'ms', floor: idle.max });
  } finally {
    await app.close();
    await home.dispose();
  }
}

function lines(round: number): string {
  const at = new Date().toISOString();
  return Array.from({ length: LINES_A_ROUND }, (_, index) =>
    JSON.stringify({ level: 'info', ts: at, caller: 'bench/lag.go:1', msg: `storm ${round}`, line: index }),
  )
    .join('\n')
    .concat('\n');
}
