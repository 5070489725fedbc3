import { mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterNode, NodeState, Trouble } from '@shared/contract/clusters';
import type { MemberRow } from '@shared/contract/members';
import { errorText, Failure, systemErrorCode } from '../base/failure';
import { pause } from '../base/live';
import { fileFailure } from './file-failure';
import type { Health } from './health';
import { nextHealth } from './health';
import type { OpenLog } from './log-file';
import { closeLog, openLog, runLines } from './log-file';
import type { ProcessEnd } from './node-process';
import { NodeProcess } from './node-process';
import { clientUrl } from './plan';
import type { NodeIdentity, ProcessEntry } from './process-entry';
import type { ProcessTable } from './process-table';
import type { NodeFate, NodeRecord } from './record';
import type { Reason } from './trouble';
import { reasonOf } from './trouble';

/** What a node is started with, which may be new at each start. */
export interface Launch {
  readonly identity: NodeIdentity;
  readonly version: string;
  readonly arguments: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

export interface NodeEvents {
  /** Its state is another one. */
  changed(): void;
  /** Its process ended; `fate` is to be kept. */
  ended(fate: NodeFate): void;
}

/** SIGTERM is followed by SIGKILL after this; etcd hands over its leadership and closes in well under a second. */
export const STOP_GRACE_MS = 4000;
/** How long the system may take to end a process after SIGKILL. */
const KILL_LIMIT_MS = 10_000;
/** A node of a new cluster serves after an election, which takes up to two timeouts. */
const START_MS = 5000;
/** Lines of the log shown with a failure. */
const TAIL_LINES = 40;
/** A disk with less than this left is full to etcd, which cannot even say so in a log on the same disk. Bytes. */
const FULL_DISK_BYTES = 1024 * 1024;

/** What we did to a process, by which its end is understood. */
type Intent =
  | { readonly kind: 'none' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'kill' }
  | { readonly kind: 'give-up'; readonly reason: Reason };

type Ended = Extract<NodeState, { kind: 'stopped' | 'exited' | 'crashed' | 'failed' }>;

/** One node of a local cluster: its process, when there is one, and the truth about it. */
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
  #health: Health = { kind: 'starting', since: '', reason: null };
  #startUntil = new Date(0);
  #stoppingSince: string | null = null;
  #intent: Intent = { kind: 'none' };
  #ended: Ended;
  /** The action under way on it, or null. */
  busy: string | null = null;

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
    this.#ended = this.#endedAs(record.fate);
  }

  /** As it is to be kept. */
  get record(): NodeRecord {
    return this.#record;
  }

  /** Whether it has a process, paused or not. */
  get lives(): boolean {
    return this.#process !== null;
  }

  get process(): NodeProcess | null {
    return this.#process;
  }

  get snapshot(): ClusterNode {
    const { clientPort, peerPort } = this.#record;
    return {
      name: this.name,
      clientPort,
      peerPort,
      clientUrl: clientUrl(this.#record),
      folder: this.folder,
      logFile: this.logFile,
      state: this.#state(),
      busy: this.busy !== null,
    };
  }

  /** Opens the log for a new run: part one of a start, before the record is written. Throws as `openLog` does. */
  prepare(): OpenLog {
    try {
      mkdirSync(this.folder, { recursive: true });
    } catch (error) {
      throw fileFailure(error, this.folder, 'create');
    }
    const log = openLog(this.logFile);
    this.#record = { ...this.#record, fate: { kind: 'running' }, logOffset: log.offset };
    return log;
  }

  /**
   * Starts its process: part two. Its arguments are given to the system before this returns, so that several nodes
   * start together. Throws ETCD_MISSING or ETCD_UNUSABLE when there was no process to be had.
   */
  async launch(launch: Launch, log: OpenLog): Promise<void> {
    try {
      const process = await NodeProcess.spawn(
        { ...launch, folder: this.folder, logDescriptor: log.descriptor },
        this.#table,
      );
      this.#begin(process, process.startedAt);
    } catch (error) {
      throw spawnFailure(error, launch);
    } finally {
      closeLog(log);
    }
  }

  /** Takes over a process of this node that an app before us started. */
  adopt(entry: ProcessEntry, identity: NodeIdentity): void {
    this.#record = { ...this.#record, fate: { kind: 'running' } };
    const process = NodeProcess.adopt(entry, identity, this.#table);
    this.#begin(process, new Date().toISOString());
  }

  /** It was running when the record was written, and has no process now. */
  missed(): void {
    this.#keep({ kind: 'exited', code: null, at: new Date().toISOString(), reason: this.#reason() });
    this.#events.changed();
  }

  /** It could not be started. */
  fail(failure: Failure): void {
    if (this.#process) return;
    this.#record = { ...this.#record, fate: { kind: 'stopped' } };
    this.#ended = { kind: 'failed', at: new Date().toISOString(), failure: failure.value };
    this.#events.changed();
  }

  /** What its member answers, and its log says, now. */
  observe(row: MemberRow | undefined, hasLeader: boolean): void {
    if (!this.#process) return;
    const startUntil = this.#startUntil;
    const health = nextHealth(this.#health, { row, hasLeader, now: new Date(), startUntil });
    if (health === this.#health) return;
    const served = this.#process.adopted && this.#health.kind === 'starting' && health.kind === 'up';
    this.#health = served ? { ...health, since: this.#process.startedAt } : health;
    this.#events.changed();
  }

  /** What a look at the process table said of that process. */
  seen(process: NodeProcess, entry: ProcessEntry | undefined): void {
    if (process.seen(entry) && process === this.#process) this.#events.changed();
  }

  /** Looks at the process now. */
  async look(): Promise<void> {
    if (await this.#process?.look()) this.#events.changed();
  }

  /** SIGTERM, and SIGKILL after 4 s; returns when the process has ended. Does nothing when there is none. */
  async stop(): Promise<void> {
    await this.#end({ kind: 'stop' }, STOP_GRACE_MS);
  }

  /** SIGKILL; returns when the process has ended. */
  async kill(): Promise<void> {
    await this.#end({ kind: 'kill' }, 0);
  }

  /** Ends a process that cannot come to serve; it is shown as exited, for that reason. */
  async giveUp(reason: Reason): Promise<void> {
    await this.#end({ kind: 'give-up', reason }, 0);
  }

  /** SIGSTOP or SIGCONT; returns when the system shows it, or after a second. */
  async setPaused(paused: boolean): Promise<void> {
    const process = this.#process;
    if (!(await process?.signal(paused ? 'SIGSTOP' : 'SIGCONT'))) {
      throw new Failure('NODE_NOT_RUNNING', { node: this.name });
    }
    const deadline = Date.now() + 1000;
    do {
      await this.look();
      if ((this.#process?.pausedSince !== null) === paused) return;
      await pause(5);
    } while (this.#process === process && Date.now() < deadline);
  }

  async #end(intent: Intent, graceMs: number): Promise<void> {
    const process = this.#process;
    if (!process) return;
    this.#intent = intent;
    this.#stoppingSince = new Date().toISOString();
    this.#events.changed();
    const poll = new AbortController();
    void this.#watchEnd(process, poll.signal);
    try {
      if (graceMs > 0 && (await process.signal('SIGTERM'))) {
        // A paused process takes the signal when it goes on.
        if (process.pausedSince !== null) await process.signal('SIGCONT');
        if (await endsWithin(process, graceMs)) return;
      }
      await process.signal('SIGKILL');
      await endsWithin(process, KILL_LIMIT_MS);
    } finally {
      poll.abort();
    }
  }

  /** The end of a process that is not our child is not told: it is looked for while we wait. */
  async #watchEnd(process: NodeProcess, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && process.adopted && process.end === null) {
      await process.look();
      await pause(Math.min(this.#table.intervalMs, 20), signal);
    }
  }

  #begin(process: NodeProcess, graceFrom: string): void {
    this.#process = process;
    this.#intent = { kind: 'none' };
    this.#stoppingSince = null;
    this.#health = { kind: 'starting', since: process.startedAt, reason: null };
    this.#startUntil = new Date(Date.parse(graceFrom) + this.#startMs);
    void process.ended.then((end) => this.#processEnded(process, end));
    this.#events.changed();
  }

  #processEnded(process: NodeProcess, end: ProcessEnd): void {
    if (this.#process !== process) return;
    this.#process = null;
    this.#stoppingSince = null;
    const fate = this.#fateOf(end);
    this.#keep(fate);
    this.#events.ended(fate);
    this.#events.changed();
  }

  #fateOf(end: ProcessEnd): NodeFate {
    const at = new Date().toISOString();
    const intent = this.#intent;
    if (intent.kind === 'stop') return { kind: 'stopped' };
    if (intent.kind === 'give-up') return { kind: 'exited', code: null, at, reason: intent.reason };
    if (intent.kind === 'kill') return { kind: 'crashed', signal: 'SIGKILL', byUs: true, at };
    if (end.kind === 'signalled') return { kind: 'crashed', signal: end.signal, byUs: false, at };
    const code = end.kind === 'exited' ? end.code : null;
    return { kind: 'exited', code, at, reason: this.#reason() };
  }

  #keep(fate: NodeFate): void {
    this.#record = { ...this.#record, fate };
    this.#ended = this.#endedAs(fate);
  }

  #reason(): Reason {
    const reason = reasonOf(runLines(this.logFile, this.#record.logOffset));
    return reason.trouble === 'other' && diskIsFull(this.folder)
      ? { trouble: 'disk-full' satisfies Trouble, detail: reason.detail }
      : reason;
  }

  #endedAs(fate: NodeFate): Ended {
    if (fate.kind === 'stopped' || fate.kind === 'running') return { kind: 'stopped' };
    return { ...fate, tail: runLines(this.logFile, this.#record.logOffset).slice(-TAIL_LINES) };
  }

  #state(): NodeState {
    const process = this.#process;
    if (!process) return this.#ended;
    const { pid } = process;
    if (this.#stoppingSince !== null) return { kind: 'stopping', pid, since: this.#stoppingSince };
    if (process.pausedSince !== null) return { kind: 'paused', pid, since: process.pausedSince };
    const { kind, since, reason } = this.#health;
    if (kind === 'unhealthy' && reason) return { kind, pid, since, reason };
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
  if (code === 'ENOENT') return new Failure('ETCD_MISSING', { version }, { cause: error });
  return new Failure('ETCD_UNUSABLE', { path: identity.path, reason: errorText(error) }, { cause: error });
}

function diskIsFull(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < FULL_DISK_BYTES;
  } catch {
    return false;
  }
}
