import { toText } from '@shared/bytes';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { JobOf } from '@shared/contract/jobs';
import type { KeyFolder, PrefixRemovalScope } from '@shared/contract/keys';
import { computed, ref, type Ref, watch } from 'vue';
import { isSameConnection } from '../../connection/choice';
import { useJobs } from '../../jobs/jobs';
import { engine } from '../../rpc/engine';
import type { Counted } from './pane/prefix-count';

interface RemovalJob {
  /** The job, from its start until it is dismissed or forgotten; null when there is none. */
  readonly job: Readonly<Ref<JobOf<'removePrefix'> | null>>;
  /** Whether it was started and has not been heard of yet. */
  readonly starting: Readonly<Ref<boolean>>;
  readonly start: (wanted: KeyFolder & { confirmed: Counted; scope: PrefixRemovalScope }) => Promise<void>;
  /** Shows a job that has ended no more. */
  readonly forget: () => void;
}

/** The job that deletes the keys that begin with `prefix`: the one started here, or one that is under way already. */
export function useRemovalJob(connection: ConnectionRef, prefix: Uint8Array): RemovalJob {
  const jobs = useJobs();
  const name = toText(prefix);
  const shown = ref<string | null>(null);
  const job = computed(() => {
    const ours = jobs.all.flatMap((each) =>
      each.kind === 'removePrefix' &&
      each.about.prefix === name &&
      isSameConnection(each.connection, connection)
        ? [each]
        : [],
    );
    return ours.find(({ id, status }) => id === shown.value || status.state === 'running') ?? null;
  });
  watch(job, (now) => (shown.value = now?.id ?? shown.value), { immediate: true });

  return {
    job,
    starting: computed(() => shown.value !== null && job.value === null),
    async start(wanted) {
      const started = await engine.keys.removePrefixInBatches({ connection, ...wanted });
      shown.value = started.job;
    },
    forget: () => (shown.value = null),
  };
}
