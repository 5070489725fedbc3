import type { LeaseRow, LeasesQuery } from '@shared/contract/leases';
import { computed, ref, watch } from 'vue';
import { engine } from '../../rpc/engine';
import { useList } from '../../rpc/list';
import type { LeaseClock } from './clock';
import { useSight } from './sight';
import { useLeases } from './store';

/**
 * The window on the list of leases. The selection is a lease, not a row, so it follows the lease when the
 * order changes.
 */
export function useLeaseList(clock: LeaseClock) {
  const leases = useLeases();
  const name = crypto.randomUUID();
  const sight = useSight((from, to) => engine.leases.look({ list: name, from, to }));

  const query = computed<LeasesQuery | null>(() => {
    const { connection, sort, descending, search } = leases;
    return connection && { connection, list: name, sort, descending, search };
  });
  let view = '';
  const list = useList<LeasesQuery, LeaseRow>(
    {
      open: (now, options) => engine.leases.open(now, options),
      rows: async (input, options) => {
        const answer = await engine.leases.rows(input, options);
        clock.heard(answer.rows);
        if (input.view !== view) sight.again();
        view = input.view;
        return answer;
      },
    },
    () => query.value,
  );

  const active = ref<number | null>(null);
  /** A chosen row that is still loading. */
  const pending = ref<number | null>(null);
  watch(
    () => (pending.value === null ? undefined : list.row(pending.value)),
    (row) => {
      if (!row) return;
      pending.value = null;
      leases.selected = row.id;
    },
    { flush: 'sync' },
  );
  function choose(index: number | null): void {
    active.value = index;
    pending.value = index;
    if (index === null) leases.selected = null;
  }

  /** Read through a function; otherwise the compiler assumes it cannot change during an await. */
  const isPending = () => pending.value !== null;
  let finding = false;
  /** Finds the row of the chosen lease when its row now holds another. One request at a time. */
  async function find(): Promise<void> {
    const id = leases.selected;
    if (finding || id === null || isPending()) return;
    finding = true;
    const found = await engine.leases.find({ list: name, id }).catch(() => null);
    finding = false;
    if (leases.selected !== id) await find();
    else if (!isPending()) active.value = found?.row ?? null;
  }
  watch(
    () => {
      const at = active.value === null ? undefined : list.peek(active.value)?.id;
      return [leases.selected, at, list.version.value] as const;
    },
    ([id, at]) => {
      if (id === null) active.value = null;
      else if (id !== at) void find();
    },
    { immediate: true },
  );

  /** The row to draw; drawn rows are kept up to date. */
  function row(index: number): LeaseRow | undefined {
    sight.drawn(index);
    return list.row(index);
  }
  return { list, active, row, choose };
}
