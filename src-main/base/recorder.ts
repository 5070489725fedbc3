import type { CommandArea, CommandHindrance } from '@shared/contract/etcdctl';
import type { FailureValue } from '@shared/contract/failures';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { errorText, Failure } from './failure';

/** An `etcdctl` command, without what its connection adds. Bytes that are no text are given as such. */
export interface EtcdctlCommand {
  /** The command and its sub-commands, such as `get` or `lease`, `grant`. */
  readonly words: readonly string[];
  /** Each as `--name` or `--name=value`. */
  readonly flags?: readonly string[];
  /** What is neither: keys, values, IDs. */
  readonly args?: readonly (string | Uint8Array)[];
  /** What it reads. */
  readonly stdin?: string | Uint8Array;
  /** Why etcdctl cannot do it: the line then only shows what was done. */
  readonly hindrance?: CommandHindrance;
}

/** What was done in a window, and the command that does the same. */
export interface RecordedAction {
  readonly connection: ConnectionRef;
  readonly area: CommandArea;
  readonly command: EtcdctlCommand;
}

/** Takes down actions for the command log. Never fails. */
export interface Recorder {
  /** `failure` is how it ended; null when it went well. */
  record(action: RecordedAction, failure: FailureValue | null): void;
}

/**
 * Does `run` and records how it ended, whatever that was. What was cancelled is not recorded: nobody knows if it was done;
 * nor is a result of which `isDone` says that nothing was: the command would do it.
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
    if (failure.code !== 'CANCELLED') recorder.record(action, failure);
    throw error;
  }
}

function failureOf(error: unknown): FailureValue {
  if (error instanceof Failure) return error.value;
  return { code: 'ETCD_ERROR', data: { endpoint: '', code: 'UNKNOWN', message: errorText(error) } };
}
