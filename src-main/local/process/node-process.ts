import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { systemErrorCode } from '../../base/failure';
import type { Command, NodeIdentity, ProcessEntry } from './process-entry';
import { isNodeProcess, letsPagesIn, otherProgram } from './process-entry';
import type { ProcessTable } from './process-table';

/** How a process ended; `unseen` is for a process that was not our child, whose end the system does not report. */
export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'unseen' };

export interface SpawnPlan {
  readonly identity: NodeIdentity;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly logDescriptor: number;
}

/**
 * The process of a node, started by us or by an earlier app. It has its own session and writes to its own log, so
 * a crash of ours does not affect it.
 */
export class NodeProcess {
  readonly pid: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly adopted: boolean;
  /** See `letsPagesIn`. */
  readonly openToPages: boolean;
  readonly ended: Promise<ProcessEnd>;
  readonly #identity: NodeIdentity;
  readonly #table: ProcessTable;
  readonly #child: ChildProcess | null;
  /** Null until our child was first looked up in the table. */
  #startTime: string | null = null;
  #pausedSince: string | null = null;
  #runs: string | null = null;
  #end: ProcessEnd | null = null;
  #setEnded: (end: ProcessEnd) => void = () => undefined;

  private constructor(
    {
      pid,
      startedAt,
      child,
      command,
    }: { pid: number; startedAt: string; child: ChildProcess | null; command: Command },
    identity: NodeIdentity,
    table: ProcessTable,
  ) {
    this.pid = pid;
    this.startedAt = startedAt;
    this.adopted = child === null;
    this.openToPages = letsPagesIn(command);
    this.#child = child;
    this.#identity = identity;
    this.#table = table;
    this.ended = new Promise((resolve) => (this.#setEnded = resolve));
  }

  /**
   * Starts the process, which exists when this returns. If it cannot be started, returns a promise that rejects
   * with the system's error.
   */
  static spawn(plan: SpawnPlan, table: ProcessTable): NodeProcess | Promise<unknown> {
    const child = spawn(plan.identity.path, plan.arguments, {
      cwd: plan.folder,
      env: plan.environment,
      detached: true,
      windowsHide: true,
      stdio: ['ignore', plan.logDescriptor, plan.logDescriptor],
    });
    const { pid } = child;
    if (pid === undefined) return new Promise((resolve) => child.once('error', resolve));
    child.unref();
    child.on('error', () => undefined);
    const command = { kind: 'arguments', all: plan.arguments } as const;
    const startedAt = new Date().toISOString();
    const own = new NodeProcess({ pid, startedAt, child, command }, plan.identity, table);
    child.once('exit', (code, signal) =>
      own.#finish(signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'signalled', signal }),
    );
    return own;
  }

  /** Adopts a living process. */
  static adopt(entry: ProcessEntry, identity: NodeIdentity, table: ProcessTable): NodeProcess {
    const adopted = new NodeProcess({ ...entry, child: null }, identity, table);
    adopted.#take(entry);
    return adopted;
  }

  /** Null while it lives. */
  get end(): ProcessEnd | null {
    return this.#end;
  }

  /** Since when it is stopped by SIGSTOP, ours or anybody's, as far as we noticed; null when it is not. */
  get pausedSince(): string | null {
    return this.#pausedSince;
  }

  /** The program seen running in place of the binary, when the binary is a script; else null. */
  get runs(): string | null {
    return this.#runs;
  }

  /**
   * Sends a signal after checking at this instant that the pid still belongs to our process. Never hits a namesake
   * or a later process with the same pid. Returns whether the signal was sent.
   */
  async signal(signal: NodeJS.Signals): Promise<boolean> {
    // Windows has no signals. Our handle on the child identifies it, and a look costs half a second.
    if (this.#child && process.platform === 'win32') return this.#child.kill(signal);
    const entry = await this.#look();
    if (!entry || !this.#is(entry)) return false;
    try {
      process.kill(this.pid, signal);
      return true;
    } catch (error) {
      if (systemErrorCode(error) === 'ESRCH') return false;
      throw error;
    }
  }

  /** Checks now whether it lives and whether it is paused. Returns whether something changed. */
  async look(): Promise<boolean> {
    return this.seen(await this.#look());
  }

  /** As `look`, with the entry already looked up; `undefined` means that the pid is not in the table. */
  seen(entry: ProcessEntry | undefined): boolean {
    if (this.#end !== null) return false;
    if (entry && this.#is(entry)) return this.#take(entry);
    // Our child's end is reported by its event, with the exit code.
    if (this.#child) return false;
    this.#finish({ kind: 'unseen' });
    return true;
  }

  async #look(): Promise<ProcessEntry | undefined> {
    return this.#end === null ? (await this.#table.look([this.pid])).get(this.pid) : undefined;
  }

  /** A child's pid stays its own until its end is reported, so its command need not match: it may be a script's. */
  #is(entry: ProcessEntry): boolean {
    if (this.#end !== null) return false;
    if (this.#startTime !== null && entry.startTime !== this.#startTime) return false;
    return this.#child ? entry.state !== 'ended' : isNodeProcess(entry, this.#identity);
  }

  #take(entry: ProcessEntry): boolean {
    const { state, startTime } = entry;
    this.#startTime ??= startTime;
    // A process that is ending shows '' as its program, which says nothing new.
    const other = otherProgram(entry, this.#identity);
    if (other !== '') this.#runs = other;
    const isPaused = state === 'paused';
    if (isPaused === (this.#pausedSince !== null)) return false;
    this.#pausedSince = isPaused ? new Date().toISOString() : null;
    return true;
  }

  #finish(end: ProcessEnd): void {
    if (this.#end !== null) return;
    this.#end = end;
    this.#setEnded(end);
  }
}
