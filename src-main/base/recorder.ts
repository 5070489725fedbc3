import type { CommandArea, CommandHindrance } from '@shared/contract/etcdctl';
import type { FailureValue } from '@shared/contract/failures';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { errorText, Failure } from './failure';

/** An `etcdctl` command without its connection flags. Bytes that are not text are passed as bytes. */
export interface EtcdctlCommand {
  /** The command and its sub-commands, such as `get` or `lease`, `grant`. */
  readonly words: readonly string[];
  /** Each as `--name` or `--name=value`. */
  readonly flags?: readonly string[];
  /** Positional arguments: keys, values, IDs. */
  readonly args?: readonly (string | Uint8Array)[];
  /** The text on standard input. */
  readonly stdin?: string | Uint8Array;
  /** Why etcdctl cannot do it; the line then only shows what was done. */
  readonly hindrance?: CommandHindrance;
}

/** An action in a window, and the etcdctl command for it. */
export interface RecordedAction {
  readonly connection: ConnectionRef;
  readonly area: CommandArea;
  readonly command: EtcdctlCommand;
}

/** Records actions for the command log. Never fails. */
export interface Recorder {
  /** `failure` is null when the action succeeded. */
  record(action: RecordedAction, failure: FailureValue | null): void;
}

/**
 * Runs `run` and records how it ended. Does not record a cancelled action: its outcome is unknown, or nothing was
 * sent. Also skips a result for which `isDone` returns false: nothing was done, and the command would do it.
 */
export async function recorded<T>(
  recorder: Recorder,
  action: RecordedAction,
  run: () => Promise<T>,
  isDone: (result: T) => boolean = () => true,
): Promise<T> {
  try {
    const result = await run();
    if (isDone(result)) recorder.record(action, null);
    return result;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'CANCELLED' && failure.code !== 'NOT_SENT') recorder.record(action, failure);
    throw error;
  }
}

function failureOf(error: unknown): FailureValue {
  if (error instanceof Failure) return error.value;
  return { code: 'ETCD_ERROR', data: { endpoint: '', code: 'UNKNOWN', message: errorText(error) } };
}
