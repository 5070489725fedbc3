import { ChildProcess, spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { runProgram } from './run';
import { installPackage } from './system-package';

vi.mock('node:child_process', async (original) => ({
  ...(await original<object>()),
  spawn: vi.fn(),
}));

/** What Node returns when no descriptor is left for a pipe: a process without streams, followed by its error. */
class NeverStarted extends ChildProcess {
  override kill = vi.fn(() => false);

  constructor() {
    super();
    process.nextTick(() => this.emit('error', new Error('spawn EMFILE')));
  }
}

let abort: AbortController;
let child: NeverStarted;
beforeEach(() => {
  abort = new AbortController();
  vi.mocked(spawn).mockImplementation(() => (child = new NeverStarted()));
});
afterEach(() => void vi.mocked(spawn).mockReset());

const run = () => runProgram('/bin/etcd', [], { environment: {}, timeoutMs: 1000, signal: abort.signal });
const install = () =>
  installPackage({ command: 'apt', runnable: true, aptGet: '/bin/apt-get' }, {}, abort.signal);

it('a program that cannot be started for want of descriptors fails with the reason', async () => {
  await expect(run()).rejects.toThrow('spawn EMFILE');
});

it('so does the installation of a package', async () => {
  await expect(install()).rejects.toMatchObject({
    code: 'PACKAGE_FAILED',
    data: { reason: { kind: 'said', detail: 'spawn EMFILE' } },
  });
});

it('cancelling either at that instant signals nothing: a process that never was has our own group', async () => {
  for (const start of [run, install]) {
    const ended = expect(start()).rejects.toThrow();
    abort.abort();
    await ended;
    expect(child.kill).not.toHaveBeenCalled();
    abort = new AbortController();
  }
});
