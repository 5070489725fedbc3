import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FailureValue } from '@shared/contract/failures';
import type { Job } from '@shared/contract/jobs';
import { LiveValue } from '../../src-main/base/live';
import { silentLog } from '../../src-main/base/log';
import { Jobs } from '../../src-main/jobs/jobs';
import type { RunProgram } from '../../src-main/toolchain/run';
import { runProgram } from '../../src-main/toolchain/run';
import type { ToolchainOptions } from '../../src-main/toolchain/toolchain';
import { Toolchain } from '../../src-main/toolchain/toolchain';
import { etcdFolders } from './etcd/etcd';
import { until } from './until';

/** A machine with only a temporary folder and a real etcd outside of it, for testing toolchains. */
export class Machine {
  readonly #opened: Toolchain[] = [];
  /** The app's own folder for etcds. */
  readonly folder: string;
  /** Every binary that was run. */
  readonly ran: string[] = [];
  readonly jobs = new Jobs({ log: silentLog });
  readonly etcdPath = new LiveValue<string | null>(null);
  readonly users = new LiveValue<ReadonlyMap<string, readonly string[]>>(new Map());

  static async create(): Promise<Machine> {
    const [first] = etcdFolders();
    if (!first) throw new Error('No etcd to test with');
    const path = await realpath(join(first.folder, 'etcd'));
    const home = await realpath(await mkdtemp(join(tmpdir(), 'quorate-toolchain-')));
    return new Machine(home, { path, version: first.version, folder: dirname(path) });
  }

  private constructor(
    readonly home: string,
    readonly etcd: { readonly path: string; readonly version: string; readonly folder: string },
  ) {
    this.folder = join(home, 'etcd');
  }

  /** Opens a toolchain with an empty PATH and no known checksums, and waits until its scan is done. */
  async open(options: Partial<ToolchainOptions> = {}): Promise<Toolchain> {
    const toolchain = await this.openAtOnce(options);
    await toolchain.looked;
    return toolchain;
  }

  /** The same, without waiting longer than the app does. */
  async openAtOnce(options: Partial<ToolchainOptions> = {}): Promise<Toolchain> {
    const run: RunProgram = (file, args, how) => {
      this.ran.push(file);
      return (options.run ?? runProgram)(file, args, how);
    };
    const toolchain = await Toolchain.open({
      folder: this.folder,
      etcdPath: this.etcdPath,
      path: '',
      users: this.users,
      jobs: this.jobs,
      log: silentLog,
      environment: {},
      knownSums: new Map(),
      ...options,
      run,
    });
    this.#opened.push(toolchain);
    return toolchain;
  }

  /** Creates a program in the temporary folder, and returns its path. */
  async script(name: string, text: string): Promise<string> {
    const path = join(this.home, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return path;
  }

  /** Creates a program that claims to be an etcd of that version. */
  fakeEtcd(name: string, version: string): Promise<string> {
    return this.script(name, `echo "etcd Version: ${version}"`);
  }

  /** Creates a folder in which `etcd` is a link to the real one, and returns its path. */
  async linkedEtcd(name: string): Promise<string> {
    const made = join(this.home, name);
    await mkdir(made, { recursive: true });
    await symlink(this.etcd.path, join(made, 'etcd'));
    return made;
  }

  /** Everything in the app's own folder. */
  async installed(): Promise<string[]> {
    return existsSync(this.folder) ? readdir(this.folder) : [];
  }

  async dispose(): Promise<void> {
    await this.jobs.dispose();
    await Promise.all(this.#opened.map((toolchain) => toolchain.dispose()));
    await rm(this.home, { recursive: true });
  }

  /** The job of the toolchain's latest installation; null when there was none or it was dismissed. */
  jobOf(toolchain: Toolchain): Job | null {
    return this.jobs.state.value.jobs.find(({ id }) => id === toolchain.state.value.job) ?? null;
  }

  /** Bytes of the download so far. */
  received(toolchain: Toolchain): number {
    return this.jobOf(toolchain)?.progress?.done ?? 0;
  }

  /** Waits until that job has ended, and returns it. */
  async endOf(toolchain: Toolchain): Promise<Job> {
    return until('the job ends', () => {
      const job = this.jobOf(toolchain);
      return job?.status.state === 'running' ? null : job;
    });
  }
}

/** The expected failure of a job; null when it did not fail. */
export function failureOf({ status }: Job): FailureValue | null {
  return status.state === 'failed' && status.trouble.kind === 'failure' ? status.trouble.failure : null;
}
