import type { TerminalOutput } from '@shared/contract/terminal';

/** Bytes per request: about ten screens, parsed in a few milliseconds. */
const READ_BYTES = 64 * 1024;

/** A terminal's output, as the engine provides it. */
export interface OutputSource {
  read(after: number, maxBytes: number, signal: AbortSignal): Promise<TerminalOutput>;
  /** Waits until the engine can be asked again after `error`; throws `error` when there is no point. */
  recover(error: unknown, signal: AbortSignal): Promise<void>;
  /** Waits until a new shell runs in a terminal whose shell has ended. */
  restarted(signal: AbortSignal): Promise<void>;
}

export interface OutputSink {
  /** Shows bytes and resolves when they are visible. `past` marks output from before this window was looking. */
  show(data: Uint8Array, past: boolean): Promise<void>;
  /** This many bytes were written but are no longer kept. */
  missed(bytes: number): void;
}

/**
 * Shows all output of a terminal, starting with what is kept of its past, until `signal` aborts. Requests the
 * next piece after the last one is shown, so the engine slows down a program that writes faster than we show.
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
      // A whole stretch was dropped, so everything kept now is as old as what existed when we started.
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
