import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How long a process that was told to end may take. */
const GRACE_MS = 5000;
const POLL_MS = 100;

/** TCP's state LISTEN in /proc/net/tcp. */
const LISTEN = '0A';

/**
 * Watches over one step. Everything that the step runs gets a temporary folder of its own, and a mark in its
 * environment that every process inherits. Afterwards nothing may be left: no process with the mark or with that
 * folder in its command line (an etcd with a cleaned environment), no port of such a process, nothing in the
 * folder. Other programs on the machine, even another test run, do not interfere. Uses /proc; elsewhere it finds
 * nothing.
 */
export class Leftovers {
  #mark = randomUUID();
  #graceMs;

  /** The step's temporary folder; '' on systems without /proc. */
  folder = existsSync('/proc/self/environ') ? mkdtempSync(join(tmpdir(), 'quorate-run-')) : '';

  constructor({ graceMs = GRACE_MS } = {}) {
    this.#graceMs = graceMs;
  }

  /** The variables for the step's environment. */
  get env() {
    return this.folder === '' ? {} : { TMPDIR: this.folder, QUORATE_TEST_MARK: this.#mark };
  }

  /**
   * What is left, a line each; ends and deletes nothing, so that it can be inspected.
   * @returns {Promise<string[]>}
   */
  async find() {
    if (this.folder === '') return [];
    await this.#within(() => this.#look().length === 0);
    const left = this.#look();
    if (left.length === 0) rmdirSync(this.folder);
    return left;
  }

  /**
   * Ends what is left, with SIGTERM and after the grace with SIGKILL, and deletes the temporary folder. For a run
   * whose leftovers nobody inspects.
   * @returns {Promise<number>} how many processes were left
   */
  async clear() {
    if (this.folder === '') return 0;
    const left = this.#processes();
    for (const pid of left) kill(pid, 'SIGTERM');
    const gone = () => this.#processes().length === 0;
    await this.#within(gone);
    for (const pid of this.#processes()) kill(pid, 'SIGKILL');
    await this.#within(gone);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
    return left.length;
  }

  /** Waits for a condition, but no longer than the grace. */
  async #within(/** @type {() => boolean} */ done) {
    const deadline = performance.now() + this.#graceMs;
    while (!done() && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }

  /** @returns {string[]} */
  #look() {
    const files = readdirSync(this.folder).map((name) => `temporary ${join(this.folder, name)}`);
    const processes = this.#processes().map((pid) => `process ${pid} (${commandOf(pid)})${portsText(pid)}`);
    return [...processes, ...files];
  }

  /** @returns {number[]} */
  #processes() {
    const marked = `QUORATE_TEST_MARK=${this.#mark}`;
    return pids().filter(
      (pid) => read(pid, 'environ').includes(marked) || read(pid, 'cmdline').includes(this.folder),
    );
  }
}

/** A process that just ended is no error. */
function kill(/** @type {number} */ pid, /** @type {NodeJS.Signals} */ signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** @returns {number[]} */
function pids() {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** A file of a process; '' when the process has ended or we may not read it. */
function read(/** @type {number} */ pid, /** @type {string} */ file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

function commandOf(/** @type {number} */ pid) {
  return read(pid, 'cmdline').replaceAll('\0', ' ').trim().slice(0, 120);
}

function portsText(/** @type {number} */ pid) {
  const ports = listeningPorts(pid);
  return ports.length === 0 ? '' : `, listening on ${ports.join(', ')}`;
}

/** TCP ports that a process listens on, found by its sockets' inodes in the system's table. */
function listeningPorts(/** @type {number} */ pid) {
  const sockets = new Set(descriptors(pid).flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
  return ['tcp', 'tcp6'].flatMap((table) =>
    read(pid, `net/${table}`)
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN && sockets.has(fields[9] ?? ''))
      .map((fields) => parseInt(fields[1]?.split(':')[1] ?? '', 16)),
  );
}

/** @returns {string[]} */
function descriptors(/** @type {number} */ pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}
