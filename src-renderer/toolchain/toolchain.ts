import type { InstallJob } from '@shared/contract/toolchain';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { engine } from '../rpc/engine';
import { useLive } from '../rpc/live';

/** Whether a job is still at work. */
export function isUnderWay(job: InstallJob): boolean {
  return job.phase !== 'done' && job.phase !== 'failed' && job.phase !== 'cancelled';
}

/** The etcd binaries of this machine, live, and what can be done about them. */
export const useToolchain = defineStore('toolchain', () => {
  const feed = useLive((signal) => engine.toolchain.watch({}, { signal }));
  const installs = computed(() => feed.state.value?.installs ?? []);
  const job = computed(() => feed.state.value?.job ?? null);
  /** Whether a new cluster can be made: known and usable. null while it is not known. */
  const ready = computed(() => (feed.state.value ? feed.state.value.preferred !== null : null));

  /** Why the latest job was refused before it began; what fails later is in `job`. Null when it was not. */
  const refused = shallowRef<unknown>(null);
  async function attempt(action: () => Promise<unknown>): Promise<boolean> {
    refused.value = null;
    try {
      await action();
      return true;
    } catch (error) {
      refused.value = error;
      return false;
    }
  }

  return {
    state: feed.state,
    failure: feed.failure,
    error: feed.error,
    stale: feed.stale,
    installs,
    job,
    ready,
    refused,
    download: (version: string) => attempt(() => engine.toolchain.download({ version })),
    installPackage: () => attempt(() => engine.toolchain.installPackage()),
    /** Cancels the job, or dismisses it when it has ended. */
    cancel: (id: string) => attempt(() => engine.toolchain.cancel({ job: id })),
    /** These two throw: who asks shows why, in its own place. */
    rescan: () => engine.toolchain.rescan(),
    remove: (path: string) => engine.toolchain.remove({ path }),
  };
});
