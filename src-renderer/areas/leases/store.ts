import type { LeasesQuery } from '@shared/contract/leases';
import { defineStore } from 'pinia';
import { computed, reactive, ref } from 'vue';
import { t } from '../../i18n/text';
import { engine } from '../../rpc/engine';
import { useLiveOf } from '../../rpc/live';
import { announceFailure, copyAnnounced } from '../../words/announce';
import { useConnection } from '../../connection/current';
import { leaseText } from './lease-id';

/** The leases of the connection that the window shows: how they are listed, and what can be done to them. */
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
  /** Sorts by that; the other way round when it is sorted by that already. */
  function sortBy(wanted: LeasesQuery['sort']): void {
    descending.value = wanted === sort.value && !descending.value;
    sort.value = wanted;
  }

  /** The lease that is shown in full; a selection of its connection alone. */
  const chosen = ref<{ readonly connection: string; readonly id: string } | null>(null);
  const selected = computed({
    get: () => (chosen.value?.connection === JSON.stringify(connection.value) ? chosen.value.id : null),
    set: (id: string | null) => {
      chosen.value = id === null ? null : { connection: JSON.stringify(connection.value), id };
    },
  });

  const underWay = reactive(new Set<string>());
  /** For a button: not twice at a time, and a failure becomes a toast. Tells whether it went well. */
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
    /** Whether an action of that name is under way on that lease: `renew`, `keep`. */
    busy: (name: string, id: string) => underWay.has(`${name} ${id}`),
    keepAliveOnce: (id: string) => onLease('renew', id, (lease) => engine.leases.keepAliveOnce(lease)),
    keepAlive: (id: string) => onLease('keep', id, (lease) => engine.leases.keepAlive(lease)),
    stopKeepAlive: (id: string) => onLease('keep', id, (lease) => engine.leases.stopKeepAlive(lease)),
    copyId: (id: string) => copyAnnounced(leaseText(id), t('leases.idWord')),
  };
});
