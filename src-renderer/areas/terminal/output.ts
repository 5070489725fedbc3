import type { TerminalOutput } from '@shared/contract/terminal';

/** Asked for at once: some ten screens, parsed in a few milliseconds. Bytes. */
const READ_BYTES = 64 * 1024;

/** What a terminal writes, as the engine gives it. */
export interface OutputSource {
  read(after: number, maxBytes: number, signal: AbortSignal): Promise<TerminalOutput>;
  /** Waits until the engine can be asked again after `error`; throws it when there is no use. */
  recover(error: unknown, signal: AbortSignal): Promise<void>;
  /** Waits until a shell runs again in a terminal whose shell has ended. */
  restarted(signal: AbortSignal): Promise<void>;
}

export interface OutputSink {
  /** Shows bytes and returns when they are shown. `past` is what was written before we looked. */
  show(data: Uint8Array, past: boolean): Promise<void>;
  /** So many bytes were written and are not kept any more. */
  missed(bytes: number): void;
}

/**
 * Shows all that a terminal writes, from what is kept of its past on, until `signal`. The next piece is asked for when
 * the last is shown: a program that writes faster than we show is held up by the engine.
 */
export async function followOutput(
  source: OutputSource,
  sink: OutputSink,
  signal: AbortSignal,
): Promise<void> {
  let after = 0;
  let past: number | null = null;
  while (!signal.aborted) {
    const output = await readOn(source, after, signal);
    past ??= output.end;
    if (output.from > after) {
      sink.missed(output.from - after);
      // What fell out was missed whole: what is kept now is as old as what was there when we came.
      past = output.end;
    }
    if (output.data.length > 0) await sink.show(output.data, output.next <= past);
    after = output.next;
    if (output.exit !== null) await source.restarted(signal);
  }
}

async function readOn(source: OutputSource, after: number, signal: AbortSignal): Promise<TerminalOutput> {
  for (;;) {
    try {
      return await source.read(after, READ_BYTES, signal);
    } catch (error) {
      await source.recover(error, signal);
    }
  }
}
