import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { PRIVATE_FILE, PRIVATE_FOLDER } from '../base/private';
import {
  type EtcdctlNote,
  MAX_TERMINALS,
  type TerminalInfo,
  type TerminalOutput,
  type TerminalsState,
} from '@shared/contract/terminal';
import { Failure } from '../base/failure';
import type { Disposable } from '../base/lifecycle';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';
import { foreignVariables, shellEnvironment } from './environment';
import { linkPrograms } from './programs';
import type { PtyStart, Size, SpawnPty } from './pty';
import { chooseShell, type Shell } from './shell';
import { shellStart } from './shell-start';
import { Terminal } from './terminal';

/** What a shell needs for a connection. */
export interface ConnectionShell {
  /** Variables for etcdctl: endpoints, certificates, user. */
  readonly env: Readonly<Record<string, string>>;
  /** Path of the etcdctl to use; null when there is none. */
  readonly etcdctl: string | null;
  /** What the user should know about it. */
  readonly notes: readonly EtcdctlNote[];
  /** What its prompt shows: the connection and its colour's number in `connectionColours`. */
  readonly prompt: { readonly name: string; readonly colour: number };
}

export interface TerminalsOptions {
  /** For the shells' start-up files; emptied when opened and at the end. */
  readonly folder: string;
  /** Whether terminals are allowed: see `HostCapabilities`. */
  readonly allowed: boolean;
  /** What a shell for `connection` needs, for `member` only or for all endpoints. Throws NOT_FOUND. */
  readonly shellFor: (connection: ConnectionRef, member: string | null) => Promise<ConnectionShell>;
  /** Loads the pseudo-terminal support. Throws TERMINAL_UNAVAILABLE. */
  readonly load: () => Promise<SpawnPty>;
  readonly log: Log;
  /** The process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** The time from SIGHUP to SIGKILL, for one terminal and for all when the engine ends. Milliseconds. */
const CLOSE_GRACE_MS = 2000;
const ENGINE_GRACE_MS = 1000;

interface Opened {
  readonly info: Omit<TerminalInfo, 'exit'>;
  readonly terminal: Terminal;
  readonly folder: string;
}

/** The terminals of all windows. They end when they are closed, and with the engine. */
export class Terminals implements Disposable {
  readonly #options: TerminalsOptions;
  readonly #state = new LiveValue<TerminalsState>({ terminals: [] });
  readonly #opened = new Map<string, Opened>();
  #opening = 0;
  #next = 1;
  #ended = false;

  private constructor(options: TerminalsOptions) {
    this.#options = options;
  }

  static async open(options: TerminalsOptions): Promise<Terminals> {
    // A crash may have left files.
    await rm(options.folder, { recursive: true, force: true });
    return new Terminals(options);
  }

  get state(): Live<TerminalsState> {
    return this.#state;
  }

  /** How many have a running shell. */
  get running(): number {
    return this.#state.value.terminals.filter(({ exit }) => exit === null).length;
  }

  /** Opens a terminal and returns its ID. For errors see the contract. */
  async create(connection: ConnectionRef, member: string | null, size: Size): Promise<string> {
    this.#check();
    if (this.#opened.size + this.#opening >= MAX_TERMINALS)
      throw new Failure('TOO_MANY_TERMINALS', { limit: MAX_TERMINALS });
    this.#opening++;
    const id = randomUUID();
    const folder = join(this.#options.folder, id);
    try {
      const spawn = await this.#options.load();
      const given = await this.#options.shellFor(connection, member);
      const { shell, start } = await this.#prepare(folder, given);
      if (this.#ended) throw new Failure('TERMINAL_UNAVAILABLE', { reason: { kind: 'closing' } });
      const terminal = new Terminal({ spawn, start, size });
      const info = { connection, member, shell: shell.name, etcdctl: given.etcdctl, notes: [...given.notes] };
      this.#opened.set(id, { info: { id, number: this.#next++, ...info }, terminal, folder });
      terminal.exit.onChange(() => this.#publish());
      this.#publish();
      this.#options.log.info('a terminal was opened', { terminal: id, shell: shell.path, pid: terminal.pid });
      return id;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    } finally {
      this.#opening--;
    }
  }

  async read(id: string, after: number, maxBytes: number, signal?: AbortSignal): Promise<TerminalOutput> {
    return await this.#get(id).terminal.read(after, maxBytes, signal);
  }

  write(id: string, data: Uint8Array): void {
    this.#get(id).terminal.write(data);
  }

  resize(id: string, size: Size): void {
    this.#get(id).terminal.resize(size);
  }

  async restart(id: string, size: Size): Promise<void> {
    await this.#get(id).terminal.restart(size);
  }

  async close(id: string): Promise<void> {
    await this.#end(this.#get(id), CLOSE_GRACE_MS);
  }

  async dispose(): Promise<void> {
    this.#ended = true;
    await Promise.all([...this.#opened.values()].map((each) => this.#end(each, ENGINE_GRACE_MS)));
    await rm(this.#options.folder, { recursive: true, force: true });
  }

  async #end({ info, terminal, folder }: Opened, graceMs: number): Promise<void> {
    this.#opened.delete(info.id);
    this.#publish();
    await terminal.end(graceMs);
    await rm(folder, { recursive: true, force: true });
  }

  /** Prepares the environment and files for a shell. */
  async #prepare(
    folder: string,
    given: ConnectionShell,
  ): Promise<{ shell: Shell; start: Omit<PtyStart, 'size'> }> {
    const base = this.#options.env ?? process.env;
    const { platform } = process;
    const shell = chooseShell({ platform, env: base, loginShell: loginShell(), runs });
    if (!shell) throw new Failure('TERMINAL_UNAVAILABLE', { reason: { kind: 'no-shell' } });
    const bin = join(folder, 'bin');
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
    await linkPrograms(bin, given.etcdctl);
    const setting = { bin, env: given.env, unset: foreignVariables(given.env), prompt: given.prompt };
    const { args, env, files } = shellStart(shell, folder, setting, {
      login: platform === 'darwin',
      env: base,
    });
    for (const [name, text] of Object.entries(files))
      await writeFile(join(folder, name), text, { mode: PRIVATE_FILE });
    const own = shellEnvironment(given.env, base, platform);
    return {
      shell,
      start: {
        file: shell.path,
        args,
        env: { ...own, ...withFirst(own, bin, platform), ...env },
        folder: base['HOME'] ?? homedir(),
      },
    };
  }

  #get(id: string): Opened {
    this.#check();
    const found = this.#opened.get(id);
    if (!found) throw new Failure('NOT_FOUND', { what: 'terminal', name: id });
    return found;
  }

  #check(): void {
    if (!this.#options.allowed) throw new Failure('TERMINAL_OFF', {});
  }

  #publish(): void {
    const terminals = [...this.#opened.values()].map(({ info, terminal }) => ({
      ...info,
      exit: terminal.exit.value,
    }));
    this.#state.value = { terminals };
  }
}

/** null when the system does not list the user, as in containers. */
function loginShell(): string | null {
  try {
    return userInfo().shell;
  } catch {
    return null;
  }
}

function runs(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** PATH (spelled in any case on Windows) with `bin` first. */
function withFirst(
  env: Readonly<Record<string, string>>,
  bin: string,
  platform: NodeJS.Platform,
): Record<string, string> {
  const name = Object.keys(env).find((each) => each.toUpperCase() === 'PATH') ?? 'PATH';
  const separator = platform === 'win32' ? ';' : ':';
  return { [name]: [bin, env[name]].filter(Boolean).join(separator) };
}
