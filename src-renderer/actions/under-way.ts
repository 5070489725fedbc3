import { defineStore } from 'pinia';
import { reactive } from 'vue';
import { announceFailure } from '../words/announce';
import type { Outcome } from '../rpc/outcome';

/**
 * The actions that are running in this window. Every action goes through `act`, which tracks it and returns
 * how it ended, or through `run`, which also shows a failure as a toast.
 */
export const useUnderWay = defineStore('underWay', () => {
  const names = reactive(new Set<string>());
  /** Whether an action of this name is running; names look like `start ID`, `kill ID/n1`, `create`. */
  const busy = (name: string) => names.has(name);

  /** Runs one action. A second one of the same name is not started meanwhile; it fails with null. */
  async function act<T>(name: string, action: () => Promise<T>): Promise<Outcome<T>> {
    if (names.has(name)) return { ok: false, error: null };
    names.add(name);
    try {
      return { ok: true, value: await action() };
    } catch (error) {
      return { ok: false, error };
    } finally {
      names.delete(name);
    }
  }

  /** `act` for a button: a failure becomes a toast, with `failed` as its title. Returns whether it succeeded. */
  async function run(name: string, action: () => Promise<unknown>, failed?: string): Promise<boolean> {
    const outcome = await act(name, action);
    if (!outcome.ok && outcome.error !== null) announceFailure(outcome.error, failed);
    return outcome.ok;
  }

  return { busy, act, run };
});
