import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

/** How many lines of output are kept to explain a failure. */
const TAIL_LINES = 20;

/**
 * Runs a command to its end without showing its output. `signal` ends it at once, with all that it runs.
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean, signal?: AbortSignal }} [options]
 * @returns {Promise<{ code: number, tail: string, output: string }>} its code (127 when it could not be started)
 * and the end of what it wrote
 */
export function run(command, args, { signal, ...options } = {}) {
  return new Promise((resolve) => {
    let output = '';
    const take = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk.toString('utf8')).slice(-1_000_000);
    };
    const end = (/** @type {number} */ code) => {
      release();
      signal?.removeEventListener('abort', abort);
      const text = stripVTControlCharacters(output).trim();
      resolve({ code, output: text, tail: text.split('\n').slice(-TAIL_LINES).join('\n') });
    };
    const child = spawn(command, args, { ...options, detached: ownGroup, stdio: ['ignore', 'pipe', 'pipe'] });
    const { release } = forwardSignals(child);
    const abort = () => {
      if (child.pid !== undefined) kill(ownGroup ? -child.pid : child.pid, 'SIGKILL');
    };
    signal?.addEventListener('abort', abort);
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (error) => {
      output += error.message;
      end(127);
    });
    child.once('close', (code, by) => end(exitCode(code, by)));
  });
}

/**
 * Runs a command that the user sees. `onOutput` and `onError` see what it writes on the way through; lines of its
 * standard error that match `hidden` are seen by `onError` alone. `group`: it is a script that hands no signals on,
 * so all that it runs is told.
 * @param {string} command @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onOutput?: (text: string) => void, onError?: (text: string) => void, hidden?: RegExp, group?: boolean }} [options]
 * @returns {Promise<{ code: number, told: boolean }>} its exit code (127 when it could not be started), and whether
 * it had been told to end
 */
export function show(command, args, { onOutput, onError, hidden, group = false, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      ...options,
      detached: ownGroup,
      stdio: ['inherit', onOutput ? 'pipe' : 'inherit', onError ? 'pipe' : 'inherit'],
    });
    const { release } = forwardSignals(child, group);
    const end = (/** @type {number} */ code) => resolve({ code, told: release() });
    if (onOutput) through(child.stdout, process.stdout, onOutput);
    if (onError) through(child.stderr, process.stderr, onError, hidden);
    child.once('error', (error) => {
      onError?.(error.message);
      end(127);
    });
    child.once('close', (code, signal) => end(exitCode(code, signal)));
  });
}

/** The exit code that a shell would report: 128 plus the number of a signal. */
function exitCode(/** @type {number | null} */ code, /** @type {NodeJS.Signals | null} */ signal) {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

function through(
  /** @type {import('node:stream').Readable | null} */ from,
  /** @type {NodeJS.WriteStream} */ to,
  /** @type {(text: string) => void} */ listener,
  /** @type {RegExp | undefined} */ hidden,
) {
  if (!from) return;
  createInterface({ input: from, crlfDelay: Infinity }).on('line', (line) => {
    if (!hidden?.test(line)) to.write(`${line}\n`);
    listener(`${line}\n`);
  });
}

/**
 * The terminal sends its signals to every process of its group, and npm passes them on as well. A child in its own
 * group gets each once, from us. On Windows signals cannot be passed on, and the console informs all processes.
 */
const ownGroup = process.platform !== 'win32';

/** The same signal again within this time is an echo of the first. */
const ECHO_MS = 500;

const PARENT_CHECK_MS = 500;

/**
 * Passes signals that would end this process on to the child, and waits until the child has ended by itself. So
 * nothing is orphaned, and a cluster is stopped cleanly. A hang-up (the terminal was closed) is passed on as
 * SIGTERM.
 * @returns {{ release: () => boolean }} `release` stops this, and returns whether the child was told to end
 */
function forwardSignals(/** @type {import('node:child_process').ChildProcess} */ child, group = false) {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  let last = -Infinity;
  const forward = (/** @type {NodeJS.Signals} */ signal) => {
    if (!ownGroup || performance.now() - last < ECHO_MS) return;
    last = performance.now();
    const sent = signal === 'SIGHUP' ? 'SIGTERM' : signal;
    if (child.pid !== undefined) kill(group ? -child.pid : child.pid, sent);
  };
  for (const signal of signals) process.on(signal, forward);
  const watch = watchNpm(() => forward('SIGTERM'));
  const release = () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, forward);
    return last > -Infinity;
  };
  return { release };
}

/** Signals a process, or a group by its negative number. One that has ended is no error. */
function kill(/** @type {number} */ pid, /** @type {NodeJS.Signals} */ signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/**
 * npm runs this script in a shell, which does not pass on the signal from npm but just ends. All that this process
 * can notice is that it has another parent.
 */
function watchNpm(/** @type {() => void} */ gone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, PARENT_CHECK_MS);
  return timer;
}
