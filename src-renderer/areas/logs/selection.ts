import type { LogRow } from '@shared/contract/logs';
import { type Ref, ref, shallowRef, type ShallowRef, watchEffect } from 'vue';
import type { ListWindow } from '../../rpc/list';

interface Selection {
  /** Index of the row with the keyboard focus; the list adjusts it when rows before it are dropped. */
  readonly active: Ref<number | null>;
  /** The line whose details are open. It stays when the list drops it, or the filter changes. */
  readonly selected: ShallowRef<LogRow | null>;
  /** Receives the active row from the list. */
  readonly activate: (index: number | null) => void;
  readonly close: () => void;
}

/**
 * The line chosen in a log list. Kept as a line and not as an index, because requesting a row far from the
 * visible ones would make the list fetch there.
 */
export function useSelection(list: Pick<ListWindow<LogRow>, 'row' | 'dropped'>): Selection {
  const active = ref<number | null>(null);
  const selected = shallowRef<LogRow | null>(null);
  /** A chosen row that is still loading. */
  const pending = ref<number | null>(null);
  /** The chosen row, numbered from the first row ever. */
  let chosen: number | null = null;

  watchEffect(() => {
    const row = pending.value === null ? undefined : list.row(pending.value);
    if (!row) return;
    selected.value = row;
    pending.value = null;
  });

  return {
    active,
    selected,
    activate(index) {
      active.value = index;
      const number = index === null ? null : index + list.dropped.value;
      if (number === null || (number === chosen && selected.value !== null)) return;
      chosen = number;
      pending.value = index;
    },
    close() {
      active.value = null;
      selected.value = null;
      pending.value = null;
      chosen = null;
    },
  };
}
