import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterNode, NodeState } from '@shared/contract/local';
import type { MemberRow } from '@shared/contract/members';
import { errorText, Failure, systemErrorCode } from '../../base/failure';
import { PRIVATE_FOLDER } from '../../base/private';
import { pause } from '../../base/live';
import { fileFailure } from '../../base/files/file-failure';
import { DataPresence } from './data-presence';
import type { Health } from './health';
import { nextHealth } from './health';
import type { OpenLog } from './log-file';
import { closeLog, openLog } from './log-file';
import type { Ended, Intent } from './node-fate';
import { endedAs, fateOf } from './node-fate';
import type { ProcessEnd } from '../process/node-process';
import { NodeProcess } from '../process/node-process';
import { clientUrl } from '../process/plan';
import type { NodeIdentity, ProcessEntry } from '../process/process-entry';
import type { ProcessTable } from '../process/process-table';
import type { NodeFate, NodeRecord } from '../record/record';
import type { Reason } from './trouble';

/** The settings for a node's start, which may differ each time. */
export interface Launch {
  readonly identity: NodeIdentity;
  readonly version: string;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

export interface NodeEvents {
  /** Its state changed. */
  changed(): void;
  /** Its record changed, but nothing that is shown. */
  recordChanged(): void;
  /** Its process ended; `fate` must be saved. */
  ended(fate: NodeFate): void;
}

/** SIGKILL follows SIGTERM after this time. etcd hands over its leadership and closes in well under a second. */
export const STOP_GRACE_MS = 4000;
/** How long the system may take to end a process after SIGKILL. */
const KILL_LIMIT_MS = 10_000;
/** A node of a new cluster serves only after an election, which takes up to two timeouts. */
const START_MS = 5000;
/** One node of a local cluster: its process, if any, and its true state. */
export class LocalNode {
  readonly name: string;
  readonly folder: string;
  readonly dataFolder: string;
  readonly logFile: string;
  readonly #table: ProcessTable;
  readonly #events: NodeEvents;
  readonly #startMs: number;
  #record: NodeRecord;
  #process: NodeProcess | null = null;
  #health: Health = { kind: 'starting', since: '', reason: null, failure: null };
  /** By the monotonic clock, which nobody sets back. Milliseconds. */
  #startUntil = 0;
  #data = new DataPresence('');
  #stoppingSince: string | null = null;
  #intent: Intent = { kind: 'none' };
  #ended: Ended;

  constructor(
    record: NodeRecord,
    of: { clusterFolder: string; electionMs: number; table: ProcessTable; events: NodeEvents },
  ) {
    this.name = record.name;
    this.folder = join(of.clusterFolder, record.name);
    this.dataFolder = join(this.folder, 'data');
    this.logFile = join(this.folder, 'etcd.log');
    this.#record = record;
    this.#startMs = START_MS + 2 * of.electionMs;
    this.#table = of.table;
    this.#events = of.events;
    this.#ended = endedAs(record.fate, this.#run());
  }

  /** The record as saved to disk. */
  get record(): NodeRecord {
    return this.#record;
  }

  /** Whether it has a process, paused or not. */
  get lives(): boolean {
    return this.#process !== null;
  }

  /** Whether its member answers as it should. */
  get serves(): boolean {
    return this.#state().kind === 'up';
  }

  get process(): NodeProcess | null {
    return this.#process;
  }

  snapshot(busy: boolean): ClusterNode {
    const { clientPort, peerPort } = this.#record;
    return {
      name: this.name,
      clientPort,
      peerPort,
      clientUrl: clientUrl(this.#record),
      folder: this.folder,
      logFile: this.logFile,
      state: this.#state(),
      openToPages: this.#process?.openToPages ?? false,
      busy,
    };
  }

  /** Opens the log for a new run. First step of a start, before the record is written. Throws as `openLog` does. */
  prepare(): OpenLog {
    try {
      mkdirSync(this.folder, { recursive: true, mode: PRIVATE_FOLDER });
    } catch (error) {
      throw fileFailure(error, this.folder, 'create');
    }
    const log = openLog(this.logFile);
    this.#record = { ...this.#record, fate: { kind: 'running' }, logOffset: log.offset, runs: undefined };
    return log;
  }

  /**
   * Starts the process, the second step of a start. The process exists when this returns, not only when the
   * promise resolves, so that several nodes start together. Throws ETCD_GONE or ETCD_UNUSABLE when no process
   * could be started.
   */
  async launch(launch: Launch, log: OpenLog): Promise<void> {
    try {
      const plan = { ...launch, folder: this.folder, logDescriptor: log.descriptor };
      const started = NodeProcess.spawn(plan, this.#table);
      if (!(started instanceof NodeProcess)) throw spawnFailure(await started, launch);
      this.#begin(started);
    } finally {
      closeLog(log);
    }
  }

  /** Adopts a process of this node that an earlier app started. */
  adopt(entry: ProcessEntry, identity: NodeIdentity): void {
    this.#record = { ...this.#record, fate: { kind: 'running' } };
    const process = NodeProcess.adopt(entry, identity, this.#table);
    this.#begin(process);
  }

  /** The record says that it was running, but it has no process now. */
  missed(): void {
    this.#keep(fateOf({ kind: 'none' }, { kind: 'missed' }, new Date().toISOString(), this.#run()));
    this.#events.changed();
  }

  /** It could not be started. */
  fail(failure: Failure): void {
    if (this.#process) return;
    this.#record = { ...this.#record, fate: { kind: 'stopped' } };
    this.#ended = { kind: 'failed', at: new Date().toISOString(), failure: failure.value };
    this.#events.changed();
  }

  /** Updates the health from the member's current answer and its log. */
  observe(row: MemberRow | undefined, lacksLeader: boolean): void {
    if (!this.#process) return;
    const health = nextHealth(this.#health, {
      row,
      lacksLeader,
      dataGone: this.#data.isGone(this.#health.kind === 'up'),
      now: new Date(),
      mayStart: performance.now() < this.#startUntil,
    });
    if (health === this.#health) return;
    const served = this.#process.adopted && this.#health.kind === 'starting' && health.kind === 'up';
    this.#health = served ? { ...health, since: this.#process.startedAt } : health;
    this.#events.changed();
  }

  /** Updates the state from a look at the process table. */
  seen(process: NodeProcess, entry: ProcessEntry | undefined): void {
    const news = process.seen(entry);
    if (process !== this.#process) return;
    this.#noteProgram(process);
    if (news) this.#events.changed();
  }

  /** A script as binary turns into another program. The next app recognises the process by that program. */
  #noteProgram({ runs }: NodeProcess): void {
    if (runs === (this.#record.runs ?? null)) return;
    this.#record = { ...this.#record, runs: runs ?? undefined };
    this.#events.recordChanged();
  }

  /** Looks at the process now. */
  async look(): Promise<void> {
    if (await this.#process?.look()) this.#events.changed();
  }

  /**
   * Sends SIGTERM, and SIGKILL after 4 s; resolves when the process has ended. Does nothing without a process.
   * Throws NODE_NOT_ENDED when the process survives, and then shows it as it is.
   */
  async stop(): Promise<void> {
    await this.#end({ kind: 'stop' }, STOP_GRACE_MS);
  }

  /** Sends SIGKILL; resolves when the process has ended. Throws NODE_NOT_ENDED. */
  async kill(): Promise<void> {
    await this.#end({ kind: 'kill' }, 0);
  }

  /** Ends a process that will never serve, and shows it as exited for that reason. */
  async giveUp(reason: Reason): Promise<void> {
    await this.#end({ kind: 'give-up', reason }, 0);
  }

  /** Sends SIGSTOP or SIGCONT; resolves when the system shows the change, or after a second. */
  async setPaused(paused: boolean): Promise<void> {
    const process = this.#process;
    if (!(await process?.signal(paused ? 'SIGSTOP' : 'SIGCONT'))) {
      throw new Failure('NODE_NOT_RUNNING', { node: this.name });
    }
    const deadline = performance.now() + 1000;
    do {
      await this.look();
      if ((this.#process?.pausedSince !== null) === paused) return;
      await pause(5);
    } while (this.#process === process && performance.now() < deadline);
  }

  async #end(intent: Intent, graceMs: number): Promise<void> {
    const process = this.#process;
    if (!process) return;
    // A stop does not override a kill under way.
    if (this.#intent.kind !== 'kill') this.#intent = intent;
    this.#stoppingSince ??= new Date().toISOString();
    this.#events.changed();
    const poll = new AbortController();
    void this.#watchEnd(process, poll.signal);
    try {
      if (graceMs > 0 && (await process.signal('SIGTERM'))) {
        // A paused process handles the signal only after it resumes.
        if (process.pausedSince !== null) await process.signal('SIGCONT');
        if (await endsWithin(process, graceMs)) return;
      }
      await process.signal('SIGKILL');
      if (await endsWithin(process, KILL_LIMIT_MS)) return;
      throw new Failure('NODE_NOT_ENDED', { node: this.name, pid: process.pid });
    } catch (error) {
      this.#stoppingSince = null;
      this.#events.changed();
      throw error;
    } finally {
      poll.abort();
    }
  }

  /** The system does not report the end of a process that is not our child, so poll while waiting. */
  async #watchEnd(process: NodeProcess, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && process.adopted && process.end === null) {
      // The table may be readable again in a moment; the caller has its own time limit.
      await process.look().catch(() => undefined);
      await pause(20, signal);
    }
  }

  #begin(process: NodeProcess): void {
    this.#process = process;
    this.#intent = { kind: 'none' };
    this.#stoppingSince = null;
    this.#health = { kind: 'starting', since: process.startedAt, reason: null, failure: null };
    this.#startUntil = performance.now() + this.#startMs;
    this.#data = new DataPresence(this.dataFolder);
    void process.ended.then((end) => this.#processEnded(process, end));
    this.#events.changed();
  }

  #processEnded(process: NodeProcess, end: ProcessEnd): void {
    if (this.#process !== process) return;
    this.#process = null;
    this.#stoppingSince = null;
    const fate = fateOf(this.#intent, end, new Date().toISOString(), this.#run());
    this.#keep(fate);
    this.#events.ended(fate);
    this.#events.changed();
  }

  #keep(fate: NodeFate): void {
    this.#record = { ...this.#record, fate };
    this.#ended = endedAs(fate, this.#run());
  }

  #run() {
    return { folder: this.folder, logFile: this.logFile, logOffset: this.#record.logOffset };
  }

  #state(): NodeState {
    const process = this.#process;
    if (!process) return this.#ended;
    const { pid } = process;
    if (this.#stoppingSince !== null) return { kind: 'stopping', pid, since: this.#stoppingSince };
    if (process.pausedSince !== null) return { kind: 'paused', pid, since: process.pausedSince };
    const { kind, since, reason, failure } = this.#health;
    if (kind === 'unhealthy' && reason) return { kind, pid, since, reason, failure };
    return { kind: kind === 'up' ? 'up' : 'starting', pid, since };
  }
}

async function endsWithin(process: NodeProcess, ms: number): Promise<boolean> {
  const waiting = new AbortController();
  await Promise.race([process.ended, pause(ms, waiting.signal)]);
  waiting.abort();
  return process.end !== null;
}

function spawnFailure(error: unknown, { identity, version }: Launch): unknown {
  const code = systemErrorCode(error);
  if (code === null) return error;
  if (code === 'ENOENT') return new Failure('ETCD_GONE', { version, path: identity.path }, { cause: error });
  return new Failure(
    'ETCD_UNUSABLE',
    { path: identity.path, reason: { kind: 'said', detail: errorText(error) } },
    { cause: error },
  );
}
