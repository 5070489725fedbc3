import type { LeasesQuery } from '@shared/contract/leases';
import { defineStore } from 'pinia';
import { computed, reactive, ref } from 'vue';
import { t } from '../../i18n/text';
import { engine } from '../../rpc/engine';
import { useLiveOf } from '../../rpc/live';
import { announceFailure, copyAnnounced } from '../../words/announce';
import { useConnection } from '../../connection/current';
import { leaseText } from './lease-id';

/** The leases of the window's connection: how they are listed, and the actions on them. */
export const useLeases = defineStore('leases', () => {
  const shown = useConnection();
  const connection = computed(() => shown.ref);
  const feed = useLiveOf(
    () => connection.value,
    (to, signal) => engine.leases.status({ connection: to }, { signal }),
  );
  const ended = computed(
    () => feed.state.value?.keepAlives.filter(({ state }) => state.kind === 'ended') ?? [],
  );

  const sort = ref<LeasesQuery['sort']>('remaining');
  const descending = ref(false);
  const search = ref('');
  /** Sorts by a column; reverses the order if the list is already sorted by it. */
  function sortBy(wanted: LeasesQuery['sort']): void {
    descending.value = wanted === sort.value && !descending.value;
    sort.value = wanted;
  }

  /** The lease whose details are open; only valid for its connection. */
  const chosen = ref<{ readonly connection: string; readonly id: string } | null>(null);
  const selected = computed({
    get: () => (chosen.value?.connection === JSON.stringify(connection.value) ? chosen.value.id : null),
    set: (id: string | null) => {
      chosen.value = id === null ? null : { connection: JSON.stringify(connection.value), id };
    },
  });

  const underWay = reactive(new Set<string>());
  /**
   * For a button: runs one action of a name at a time, and shows a failure as a toast. Returns whether it
   * succeeded.
   */
  async function act(name: string, action: () => Promise<unknown>): Promise<boolean> {
    if (underWay.has(name)) return false;
    underWay.add(name);
    try {
      await action();
      return true;
    } catch (error) {
      announceFailure(error);
      return false;
    } finally {
      underWay.delete(name);
    }
  }
  type Lease = NonNullable<typeof connection.value>;
  const onLease = (
    name: string,
    id: string,
    run: (lease: { connection: Lease; id: string }) => Promise<unknown>,
  ) => {
    const to = connection.value;
    return to ? act(`${name} ${id}`, () => run({ connection: to, id })) : Promise.resolve(false);
  };

  return {
    connection,
    state: feed.state,
    error: feed.error,
    stale: feed.stale,
    ended,
    sort,
    descending,
    search,
    sortBy,
    selected,
    /** Whether an action of this name (`renew`, `keep`) is running on that lease. */
    busy: (name: string, id: string) => underWay.has(`${name} ${id}`),
    keepAliveOnce: (id: string) => onLease('renew', id, (lease) => engine.leases.keepAliveOnce(lease)),
    keepAlive: (id: string) => onLease('keep', id, (lease) => engine.leases.keepAlive(lease)),
    stopKeepAlive: (id: string) => onLease('keep', id, (lease) => engine.leases.stopKeepAlive(lease)),
    copyId: (id: string) => copyAnnounced(leaseText(id), t('leases.idCopied')),
  };
});
