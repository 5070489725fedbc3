import { Failure } from '../../base/failure';
import { type Live, LiveValue } from '../../base/live';
import { linkedAbort } from '../signals';

/** A write that was not sent yet, because the cluster has no leader. */
export interface HeldWrite {
  /** The call's name, such as Put. */
  readonly action: string;
  /** ISO 8601. */
  readonly since: string;
}

/** The writes of a client that wait for a leader. */
export class HeldWrites {
  readonly #state = new LiveValue<readonly HeldWrite[]>([]);
  readonly #cancels = new Map<HeldWrite, () => void>();

  get state(): Live<readonly HeldWrite[]> {
    return this.#state;
  }

  /** Cancels those that wait now. Nothing of them was sent; each fails with NOT_SENT. */
  cancel(): void {
    const cancels = [...this.#cancels.values()];
    this.#cancels.clear();
    for (const cancel of cancels) cancel();
  }

  /** Holds a write while `wait` runs, which gets a signal that also aborts when the write is cancelled here: NOT_SENT. */
  async hold<T>(
    action: string,
    signal: AbortSignal | undefined,
    wait: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const abort = linkedAbort(signal);
    const write: HeldWrite = { action, since: new Date().toISOString() };
    this.#cancels.set(write, () => abort.abort());
    this.#publish();
    try {
      const done = await wait(abort.signal);
      if (abort.signal.aborted) throw new Failure('CANCELLED', { action });
      return done;
    } catch (error) {
      throw this.#cancels.has(write) ? error : new Failure('NOT_SENT', { action });
    } finally {
      this.#cancels.delete(write);
      void abort.dispose();
      this.#publish();
    }
  }

  #publish(): void {
    this.#state.value = [...this.#cancels.keys()];
  }
}
