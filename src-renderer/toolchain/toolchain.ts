import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useJobs } from '../jobs/jobs';
import { engine } from '../rpc/engine';
import { useLive } from '../rpc/live';

/** The etcd binaries of this machine, live, and the actions on them. */
export const useToolchain = defineStore('toolchain', () => {
  const feed = useLive((signal) => engine.toolchain.watch({}, { signal }));
  const installs = computed(() => feed.state.value?.installs ?? []);
  const jobs = useJobs();
  /** The latest installation, until it is dismissed; null for none. */
  const job = computed(() => jobs.find(feed.state.value?.job ?? null));
  const installing = computed(() => job.value?.status.state === 'running');
  /** Whether a new cluster can be created: an etcd is known and usable. null while that is unknown. */
  const ready = computed(() => (feed.state.value ? feed.state.value.preferred !== null : null));

  /** Why the latest job was refused before it started; later failures are in `job`. null when it was not refused. */
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
    installing,
    ready,
    refused,
    download: (version: string) => attempt(() => engine.toolchain.download({ version })),
    installPackage: () => attempt(() => engine.toolchain.installPackage()),
    /** These two throw, and the caller shows why in its own place. */
    rescan: () => engine.toolchain.rescan(),
    remove: (path: string) => engine.toolchain.remove({ path }),
  };
});
