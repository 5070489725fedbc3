import { defineStore } from 'pinia';
import { reactive } from 'vue';
import { announceFailure } from '../words/announce';
import type { Outcome } from '../rpc/outcome';

/**
 * What the window is doing now. Every action goes through `act`, which keeps what is under way and returns how it ended,
 * or through `run`, which does the same and shows a failure as a toast.
 */
export const useUnderWay = defineStore('underWay', () => {
  const names = reactive(new Set<string>());
  /** Whether an action of that name is under way; names are such as `start ID`, `kill ID/n1`, `create`. */
  const busy = (name: string) => names.has(name);

  /** Runs one action; a second one of the same name meanwhile is not started and ends as a failure of null. */
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

  /** `act` for a button: a failure becomes a toast. Tells whether it went well. */
  async function run(name: string, action: () => Promise<unknown>): Promise<boolean> {
    const outcome = await act(name, action);
    if (!outcome.ok && outcome.error !== null) announceFailure(outcome.error);
    return outcome.ok;
  }

  return { busy, act, run };
});
