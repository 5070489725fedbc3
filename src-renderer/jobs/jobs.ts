import type { Job } from '@shared/contract/jobs';
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import { engine } from '../rpc/engine';
import { useLive } from '../rpc/live';
import { announceFailure } from '../words/announce';

const STORED = 'quorate.jobs.seen';

/** The jobs, live: the running ones, how the others ended, and which failures nobody has seen. */
export const useJobs = defineStore('jobs', () => {
  const feed = useLive((signal) => engine.jobs.watch({}, { signal }));
  const jobs = computed<readonly Job[]>(() => feed.state.value?.jobs ?? []);
  const running = computed(() => jobs.value.filter(({ status }) => status.state === 'running'));
  /** The latest to end comes first. */
  const ended = computed(() =>
    jobs.value
      .flatMap((job) => (job.status.state === 'running' ? [] : [{ job, endedAt: job.status.endedAt }]))
      .sort((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt))
      .map(({ job }) => job),
  );
  const failed = computed(() => jobs.value.filter(({ status }) => status.state === 'failed'));

  /** IDs of the failed jobs that were seen. Stored in the tab, so that they survive a reload. */
  const seen = shallowRef<ReadonlySet<string>>(new Set(sessionStorage.getItem(STORED)?.split(' ')));
  const unseen = computed(() => failed.value.filter(({ id }) => !seen.value.has(id)));
  function look(ids: readonly string[]): void {
    const there = new Set(failed.value.map(({ id }) => id));
    seen.value = new Set([...seen.value, ...ids].filter((id) => there.has(id)));
    sessionStorage.setItem(STORED, [...seen.value].join(' '));
  }

  /** Whether this page has ever had a job: from then on, the button that leads to them stays. */
  const known = ref(false);
  watch(jobs, () => (known.value ||= jobs.value.length > 0), { immediate: true });

  async function attempt(action: () => Promise<void>): Promise<void> {
    await action().catch(announceFailure);
  }

  return {
    all: jobs,
    running,
    ended,
    unseen,
    known,
    look,
    find: (id: string | null) => jobs.value.find((job) => job.id === id) ?? null,
    cancel: (id: string) => attempt(() => engine.jobs.cancel({ job: id })),
    dismiss: (id: string) => attempt(() => engine.jobs.dismiss({ job: id })),
    dismissEnded: () => attempt(() => engine.jobs.dismissEnded()),
  };
});
