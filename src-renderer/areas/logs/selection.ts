import type { LogRow } from '@shared/contract/logs';
import { type Ref, ref, shallowRef, type ShallowRef, watchEffect } from 'vue';
import type { ListWindow } from '../../rpc/list';

interface Selection {
  /** Index of the row that the keyboard is on; the list moves it when rows fall out before it. */
  readonly active: Ref<number | null>;
  /** The line whose details are shown. It stays when it falls out of the list, or the filter changes. */
  readonly selected: ShallowRef<LogRow | null>;
  /** Takes what the list says of its active row. */
  readonly activate: (index: number | null) => void;
  readonly close: () => void;
}

/**
 * The line that was chosen in a list of log lines. Kept as a line and not as an index: asking the list for a row
 * far from those in sight would make it fetch there.
 */
export function useSelection(list: Pick<ListWindow<LogRow>, 'row' | 'dropped'>): Selection {
  const active = ref<number | null>(null);
  const selected = shallowRef<LogRow | null>(null);
  /** Chosen, and on its way. */
  const pending = ref<number | null>(null);
  /** The chosen row, numbered from the first that ever was. */
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
