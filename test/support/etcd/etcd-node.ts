import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../until';

/** Living PIDs, killed when the test's process exits, whatever happened in the test. */
const living = new Set<number>();
process.on('exit', () => {
  for (const pid of living) sendSignal(pid, 'SIGKILL');
});

export interface TestNodePlan {
  readonly name: string;
  readonly clientPort: number;
  readonly peerPort: number;
  readonly binary: string;
  readonly env: NodeJS.ProcessEnv;
  /** The folder for the node's data folder and log. */
  readonly data: string;
  readonly initialCluster: string;
  readonly flags: readonly string[];
}

/** One real etcd process of a test's cluster, with the same ports and data at each start. */
export class TestNode {
  readonly name: string;
  readonly clientPort: number;
  readonly clientUrl: string;
  readonly peerUrl: string;
  readonly dataFolder: string;
  /** All output of the process over all its starts, as JSON lines. */
  readonly logFile: string;
  readonly #plan: TestNodePlan;
  #process: { readonly child: ChildProcess; readonly pid: number; readonly ended: Promise<void> } | null =
    null;

  constructor(plan: TestNodePlan) {
    this.#plan = plan;
    this.name = plan.name;
    this.clientPort = plan.clientPort;
    this.clientUrl = `http://127.0.0.1:${plan.clientPort}`;
    this.peerUrl = `http://127.0.0.1:${plan.peerPort}`;
    this.dataFolder = join(plan.data, plan.name);
    this.logFile = join(plan.data, `${plan.name}.log`);
  }

  /** null while no process runs. */
  get pid(): number | null {
    return this.#process?.pid ?? null;
  }

  /** Starts the process without waiting for it. */
  start(): void {
    if (this.#process) throw new Error(`${this.name} runs already`);
    const log = openSync(this.logFile, 'a');
    const child = spawn(this.#plan.binary, this.#flags(), {
      env: this.#plan.env,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const { pid } = child;
    if (pid === undefined) throw new Error(`${this.#plan.binary} could not be started`);
    living.add(pid);
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => {
        living.delete(pid);
        this.#process = null;
        resolve();
      });
    });
    this.#process = { child, pid, ended };
  }

  /** Waits until it answers /health with true, that is, it serves and knows a leader. */
  async healthy(): Promise<void> {
    await until(
      () => `${this.name} is healthy; its log:\n${this.log().slice(-4000)}`,
      async () => {
        if (!this.#process) throw new Error(`${this.name} ended; its log:\n${this.log().slice(-4000)}`);
        const answer = await fetch(`${this.clientUrl}/health`, { signal: AbortSignal.timeout(1000) });
        return (await answer.text()).includes('"true"');
      },
    );
  }

  /**
   * Sends SIGKILL by default (a crash), or SIGTERM; resolves when the process has ended. Also ends a paused
   * process.
   */
  async kill(signal: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Promise<void> {
    const running = this.#process;
    if (!running) return;
    sendSignal(running.pid, signal);
    await running.ended;
  }

  /**
   * Sends SIGSTOP, which simulates a hung machine. Returns when all threads have stopped, since one might still
   * answer until then.
   */
  pause(): void {
    this.#signal('SIGSTOP');
    waitUntilStopped(this.#process?.pid ?? 0);
  }

  resume(): void {
    this.#signal('SIGCONT');
  }

  log(): string {
    return readFileSync(this.logFile, 'utf8');
  }

  #signal(signal: NodeJS.Signals): void {
    if (!this.#process) throw new Error(`${this.name} does not run`);
    sendSignal(this.#process.pid, signal);
  }

  #flags(): string[] {
    return [
      `--name=${this.name}`,
      `--data-dir=${this.dataFolder}`,
      `--listen-client-urls=${this.clientUrl}`,
      `--advertise-client-urls=${this.clientUrl}`,
      `--listen-peer-urls=${this.peerUrl}`,
      `--initial-advertise-peer-urls=${this.peerUrl}`,
      `--initial-cluster=${this.#plan.initialCluster}`,
      // The default since 3.5; 3.4 needs the flag.
      '--logger=zap',
      '--pre-vote=true',
      // No test cuts the machine's power, so no node has to wait for the disk, which others may keep busy.
      '--unsafe-no-fsync=true',
      ...this.#plan.flags,
    ];
  }
}

/** A process that already ended is no error. */
function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Long, because a thread that waits for the disk stops only after that. */
const STOP_LIMIT_MS = 10_000;

/** Works on Linux; elsewhere it returns at once. */
function waitUntilStopped(pid: number): void {
  const threads = `/proc/${pid}/task`;
  if (!existsSync(threads)) return;
  const end = performance.now() + STOP_LIMIT_MS;
  while (!readdirSync(threads).every((thread) => hasStopped(`${threads}/${thread}/stat`)))
    if (performance.now() > end) throw new Error(`Process ${pid} did not stop`);
}

/** A thread that just ended counts as stopped. */
function hasStopped(stat: string): boolean {
  try {
    return /\) T /.test(readFileSync(stat, 'utf8'));
  } catch {
    return true;
  }
}
