import type { Settings } from '@shared/contract/settings';
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { engine } from '../rpc/engine';
import { useLive } from '../rpc/live';

/** The app's settings, live: every window of one engine shows the same. */
export const useSettings = defineStore('settings', () => {
  const feed = useLive((signal) => engine.settings.watch({}, { signal }));
  /** Why the latest change was refused; null when it was accepted. */
  const refused = ref<{ readonly change: Partial<Settings>; readonly error: unknown } | null>(null);

  /** Changes the given settings and keeps the rest. Returns whether that was accepted; if not, `refused` says why. */
  async function update(change: Partial<Settings>): Promise<boolean> {
    try {
      await engine.settings.update(change);
      refused.value = null;
      return true;
    } catch (error) {
      refused.value = { change, error };
      return false;
    }
  }

  return { state: feed.state, failure: feed.failure, stale: feed.stale, refused, update };
});
