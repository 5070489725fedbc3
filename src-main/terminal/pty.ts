/** Columns and rows of a terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface PtyStart {
  readonly file: string;
  readonly args: readonly string[];
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly size: Size;
}

export interface PtyEnd {
  readonly code: number;
  /** The number of the signal that ended it; 0 for none. */
  readonly signal: number;
}

/** A program on a pseudo-terminal, the leader of its own session. */
export interface Pty {
  readonly pid: number;
  write(data: Uint8Array): void;
  resize(size: Size): void;
  /** Stops reading; the program blocks once the system's own buffer (some KiB) is full. */
  pause(): void;
  resume(): void;
}

export interface PtyEvents {
  data(bytes: Uint8Array): void;
  /** Called after the last data. */
  end(end: PtyEnd): void;
}

export type SpawnPty = (start: PtyStart, events: PtyEvents) => Pty;
