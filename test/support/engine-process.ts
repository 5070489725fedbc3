import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { ClustersState } from '../../src-shared/contract/local';
import type { LocalFixture } from './local-clusters';
import { until } from './until';

/** `local-engine.ts`, bundled, so that a process needs only Node to run it. */
export async function bundleEngine(): Promise<{ file: string; dispose: () => Promise<void> }> {
  const cache = resolve('node_modules/.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'quorate-test-engine-'));
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: { alias: { '@shared': resolve('src-shared') } },
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./local-engine.ts', import.meta.url)),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'engine.cjs' } },
    },
  });
  return {
    file: join(folder, 'engine.cjs'),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An engine process that a test can kill like a crash. */
export class EngineProcess {
  #state: ClustersState = { clusters: [], unreadable: [] };
  #errors = '';

  private constructor(private readonly child: ChildProcess) {
    if (child.stdout) {
      createInterface(child.stdout).on('line', (line) => (this.#state = JSON.parse(line) as ClustersState));
    }
    child.stderr?.on('data', (chunk: Buffer) => (this.#errors += chunk.toString()));
  }

  static start(file: string, { folder, binary, etcd }: LocalFixture): EngineProcess {
    const child = spawn(process.execPath, [file, folder, binary, etcd.version], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new EngineProcess(child);
  }

  /** Waits until its state fits, and returns it. */
  state(what: string, fits: (state: ClustersState) => boolean): Promise<ClustersState> {
    return until(
      () => `${what}: ${JSON.stringify(this.#state)} ${this.#errors}`,
      () => fits(this.#state) && this.#state,
    );
  }

  /** Sends SIGKILL; resolves when it is gone. */
  async crash(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}
