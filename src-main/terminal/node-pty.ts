import { closeSync, constants, openSync } from 'node:fs';
import type * as NodePtyModule from '@lydell/node-pty';
import { errorText, Failure } from '../base/failure';
import type { Pty, PtyEvents, PtyStart, Size, SpawnPty } from './pty';

/**
 * How often the program is checked while reading is paused. node-pty closes the terminal 200 ms after the
 * program's end, and unread output is then lost. Milliseconds.
 */
const LOOK_MS = 50;

/** node-pty as a `SpawnPty`. Loads its native part at the first call; TERMINAL_UNAVAILABLE when that fails. */
export async function loadNodePty(): Promise<SpawnPty> {
  try {
    const { spawn } = await import('@lydell/node-pty');
    return (start, events) => new NodePty(open(spawn, start), events);
  } catch (error) {
    throw unavailable(error);
  }
}

function open(spawn: typeof NodePtyModule.spawn, start: PtyStart): NodePtyModule.IPty {
  const { file, args, env, folder, size } = start;
  try {
    // No encoding, for raw bytes. On Windows text arrives all the same.
    const options = { env: { ...env }, cwd: folder, cols: size.columns, rows: size.rows, encoding: null };
    return spawn(file, [...args], { ...options, name: env['TERM'] ?? 'xterm-256color' });
  } catch (error) {
    throw unavailable(error);
  }
}

function unavailable(error: unknown): Failure {
  const [detail = ''] = errorText(error).split('\n');
  return new Failure('TERMINAL_UNAVAILABLE', { reason: { kind: 'said', detail } }, { cause: error });
}

class NodePty implements Pty {
  readonly #pty: NodePtyModule.IPty;
  #ended = false;
  #paused: NodeJS.Timeout | null = null;
  readonly #otherEnd: number | null;

  constructor(pty: NodePtyModule.IPty, events: PtyEvents) {
    this.#pty = pty;
    this.#otherEnd = openOtherEnd(pty);
    pty.onData((data: string | Uint8Array) =>
      events.data(typeof data === 'string' ? Buffer.from(data) : data),
    );
    pty.onExit(({ exitCode, signal }) => {
      this.#ended = true;
      this.#look(false);
      if (this.#otherEnd !== null) closeSync(this.#otherEnd);
      events.end({ code: exitCode, signal: signal ?? 0 });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  write(data: Uint8Array): void {
    // Its types allow text only, but it passes on whatever it is given.
    const input: { write(data: string | Uint8Array): void } = this.#pty;
    if (!this.#ended) input.write(Buffer.from(data));
  }

  resize({ columns, rows }: Size): void {
    if (!this.#ended) this.#pty.resize(columns, rows);
  }

  pause(): void {
    if (this.#ended) return;
    this.#pty.pause();
    this.#look(true);
  }

  resume(): void {
    if (this.#ended) return;
    this.#look(false);
    this.#pty.resume();
  }

  #look(on: boolean): void {
    if (this.#paused) clearInterval(this.#paused);
    this.#paused = on ? setInterval(() => this.#resumeWhenGone(), LOOK_MS) : null;
  }

  #resumeWhenGone(): void {
    if (!exists(this.#pty.pid)) this.resume();
  }
}

/**
 * On Linux we hold the program's end of the terminal open, too. Once nobody holds it, libuv takes the hang-up for
 * the end of the data when a read returned less than it could hold, as every read of a terminal does. It then
 * drops up to 64 KiB that the program wrote last (uv__stream_io, "partial read"; seen with Node 20).
 */
function openOtherEnd(pty: NodePtyModule.IPty): number | null {
  if (process.platform !== 'linux' || !('ptsName' in pty) || typeof pty.ptsName !== 'string') return null;
  try {
    return openSync(pty.ptsName, constants.O_RDWR | constants.O_NOCTTY);
  } catch {
    // On a system without /dev/pts, the end of a long output may be lost when the shell ends right after it.
    return null;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
