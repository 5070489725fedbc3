import type { CommandArea } from '@shared/contract/etcdctl';
import type { FailureValue } from '@shared/contract/failures';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { Disposable } from '../base/lifecycle';
import { withoutLargeParts } from '../base/large-parts';
import { Listeners } from '../base/listeners';
import type { EtcdctlCommand, RecordedAction, Recorder } from '../base/recorder';
import { bytesOf } from './quote';
import { type ShellLine, shellLine } from './shell-line';

/** A recorded action. */
export interface Entry extends ShellLine {
  readonly seq: number;
  readonly at: string;
  readonly connection: ConnectionRef;
  readonly area: CommandArea;
  readonly command: EtcdctlCommand;
  readonly failure: FailureValue | null;
  /** Approximate memory that it takes, in bytes. */
  readonly size: number;
}

export interface CommandLogLimits {
  readonly entries: number;
  /** Approximate bytes of all recorded commands and their lines. */
  readonly bytes: number;
}

const LIMITS: CommandLogLimits = { entries: 2000, bytes: 8 * 1024 * 1024 };

/** The latest actions of all windows, oldest first, within bounds; read through a `CommandView`. */
export class CommandLog implements Recorder {
  readonly #limits: CommandLogLimits;
  readonly #now: () => Date;
  readonly #listeners = new Listeners();
  #entries: Entry[] = [];
  #size = 0;
  #next = 0;

  constructor(limits: CommandLogLimits = LIMITS, now: () => Date = () => new Date()) {
    this.#limits = limits;
    this.#now = now;
  }

  record({ connection, area, command: whole }: RecordedAction, failure: FailureValue | null): void {
    const command = withoutLargeParts(whole);
    const line = shellLine(command);
    const entry: Entry = {
      seq: this.#next++,
      at: this.#now().toISOString(),
      connection,
      area,
      command,
      failure,
      ...line,
      size: sizeOf(command) + 2 * line.line.length,
    };
    this.#entries.push(entry);
    this.#size += entry.size;
    this.#forget();
    this.#listeners.tell();
  }

  /** The recorded actions, oldest first. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  /** How many were ever recorded, which is also the next `seq`. */
  get total(): number {
    return this.#next;
  }

  entry(seq: number): Entry | null {
    const first = this.#next - this.#entries.length;
    return this.#entries[seq - first] ?? null;
  }

  onChange(listener: () => void): Disposable {
    return this.#listeners.add(listener);
  }

  /** The last one stays, whatever its size. */
  #forget(): void {
    let gone = 0;
    const { entries, bytes } = this.#limits;
    const isOver = () => this.#entries.length - gone > entries || this.#size > bytes;
    while (isOver() && gone < this.#entries.length - 1) this.#size -= this.#entries[gone++]?.size ?? 0;
    if (gone > 0) this.#entries = this.#entries.slice(gone);
  }
}

function sizeOf({ args = [], stdin = '' }: EtcdctlCommand): number {
  return [...args, stdin].reduce((sum, part) => sum + bytesOf(part).length, 0);
}
