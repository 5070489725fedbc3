import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import type { PackageReason } from '@shared/contract/reasons';
import { Failure } from '../base/failure';
import { programOnPath } from './find';
import type { Environment } from './proxy';

/** Debian's package of etcd and how to install it. */
export interface SystemPackage {
  /** The command, for a person to read and copy. */
  readonly command: string;
  /** Whether the app may run it; needs root. */
  readonly runnable: boolean;
  readonly aptGet: string;
}

/** The names in Debian since 11 and in Ubuntu since 20.04. Some derivatives have only the older `etcd`. */
const PACKAGES = ['etcd-server', 'etcd-client'];
const OLDER_PACKAGES = ['etcd'];
const MAX_OUTPUT = 64 * 1024;

/** The system's package; null when `apt-get` is not on PATH. */
export async function systemPackage(searchPath: string, isRoot: boolean): Promise<SystemPackage | null> {
  if (process.platform !== 'linux') return null;
  const aptGet = await programOnPath('apt-get', searchPath);
  if (aptGet === null) return null;
  const install = `apt-get install ${PACKAGES.join(' ')}`;
  return { command: isRoot ? install : `sudo ${install}`, runnable: isRoot, aptGet };
}

/**
 * Installs the package without questions. Fetches the package lists when they are missing, as in a fresh
 * container. With systemd, Debian then starts its own etcd on port 2379. Cancelling works like Ctrl-C at a
 * terminal: apt stops where no package is half installed, and this resolves after that. Throws PACKAGE_FAILED,
 * CANCELLED.
 */
export async function installPackage(
  { command, aptGet }: SystemPackage,
  environment: Environment,
  signal: AbortSignal,
): Promise<void> {
  const run = (args: readonly string[]) => runApt(aptGet, args, environment, signal);
  const install = (packages: readonly string[]) => run(['install', '--yes', ...packages]);
  let end = await install(PACKAGES);
  if (isUnknownPackage(end)) {
    await run(['update']);
    end = await install(PACKAGES);
  }
  if (isUnknownPackage(end)) end = await install(OLDER_PACKAGES);
  if (signal.aborted && end.code !== 0) throw new Failure('CANCELLED', { action: 'install' });
  if (end.code !== 0) throw new Failure('PACKAGE_FAILED', { command, reason: reasonOf(end) });
}

interface AptEnd {
  readonly code: number | null;
  readonly output: string;
}

function isUnknownPackage({ code, output }: AptEnd): boolean {
  return code !== 0 && /Unable to locate package|no installation candidate/.test(output);
}

/** The last line that apt marks as an error, as hints may follow it; else the last line. */
function reasonOf({ code, output }: AptEnd): PackageReason {
  const lines = output.split('\n').map((line) => line.trim());
  const filled = lines.filter((line) => line !== '');
  const error = filled.filter((line) => line.startsWith('E: ')).at(-1);
  const detail = error ?? filled.at(-1);
  return detail === undefined ? { kind: 'ended', code } : { kind: 'said', detail };
}

function runApt(
  aptGet: string,
  args: readonly string[],
  environment: Environment,
  signal: AbortSignal,
): Promise<AptEnd> {
  if (signal.aborted) return Promise.resolve({ code: null, output: '' });
  return new Promise((resolve) => {
    const child: ChildProcess = spawn(aptGet, [...args], {
      env: { ...environment, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (text: string) => {
      output = (output + text).slice(-MAX_OUTPUT);
    };
    child.once('error', (error) => {
      collect(error.message);
      settle(null);
    });
    // A process that could not be started may have no streams.
    child.stdout?.setEncoding('utf8').on('data', collect);
    child.stderr?.setEncoding('utf8').on('data', collect);
    const cancel = () => interrupt(child);
    signal.addEventListener('abort', cancel);
    const settle = (code: number | null) => {
      signal.removeEventListener('abort', cancel);
      resolve({ code, output });
    };
    child.once('close', settle);
  });
}

/** A process that could not be started has no PID, and Node would then signal our own group. */
function interrupt(child: ChildProcess): void {
  if (child.pid !== undefined) child.kill('SIGINT');
}
