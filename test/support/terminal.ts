import type { TerminalExit } from '../../src-shared/contract/terminal';
import type { Terminals } from '../../src-main/terminal/terminals';
import { until } from './until';

/** How much text is kept for searching; a program may write far more. */
const KEPT = 1024 * 1024;

/** A window on a terminal: reads all output, as the panel does. */
export class TerminalScreen {
  /** The end of the output. */
  text = '';
  received = 0;
  /** Bytes that were dropped before they were read. */
  lost = 0;
  /** The most bytes that were ever written but not yet read. */
  behind = 0;
  #next = 0;
  #exit: TerminalExit | null = null;
  #reading = new AbortController();

  constructor(
    readonly terminals: Terminals,
    readonly id: string,
  ) {
    this.start();
  }

  start(): void {
    this.#reading = new AbortController();
    void this.#read(this.#reading.signal);
  }

  stop(): void {
    this.#reading.abort();
  }

  type(text: string): void {
    this.terminals.write(this.id, Buffer.from(text));
  }

  /** Waits until the output matches. The echo of a typed command counts, too. */
  shows(pattern: RegExp, limits?: { deadlineMs: number }): Promise<RegExpExecArray> {
    return until(
      () => `${String(pattern)} in ${JSON.stringify(this.text.slice(-2000))}`,
      () => pattern.exec(this.text),
      limits,
    );
  }

  exit(): Promise<TerminalExit> {
    return until('the shell has ended', () => this.#exit);
  }

  async #read(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const output = await this.terminals.read(this.id, this.#next, 64 * 1024, signal);
        this.lost += output.from - this.#next;
        this.received += output.data.length;
        this.#next = output.next;
        this.behind = Math.max(this.behind, output.end - output.next);
        this.text += Buffer.from(output.data).toString();
        if (this.text.length > 2 * KEPT) this.text = this.text.slice(-KEPT);
        this.#exit = output.exit;
        if (output.exit) await this.#restarted(signal);
      }
    } catch (error) {
      if (!signal.aborted && this.#isOpen()) throw error;
    }
  }

  #isOpen(): boolean {
    return this.terminals.state.value.terminals.some(({ id }) => id === this.id);
  }

  async #restarted(signal: AbortSignal): Promise<void> {
    while (this.terminals.state.value.terminals.find(({ id }) => id === this.id)?.exit !== null) {
      signal.throwIfAborted();
      if (!this.#isOpen()) throw new Error('closed');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
