import { bytesEqual } from '@shared/bytes';
import type { TreeRow } from '@shared/contract/keys';
import { computed, ref, watch, type Ref, type ShallowRef } from 'vue';
import type { ListWindow } from '../../../rpc/list';

interface Rows extends Pick<ListWindow<TreeRow>, 'length' | 'peek'> {
  reveal(path: Uint8Array): Promise<number | null>;
}

export interface Cursor {
  /** The row with the keyboard focus. */
  readonly active: Readonly<Ref<number | null>>;
  /** The content of that row; undefined while it loads. */
  readonly row: Readonly<Ref<TreeRow | undefined>>;
  /**
   * Whether a row is the one that the user moved to. It is not while the rows around it are still changing, and when it
   * merely took the place of one that is gone.
   */
  isOn(row: TreeRow | undefined): boolean;
  /** The user moves there. `path` is that row's path, in case it is not loaded. */
  moveTo(index: number | null, path?: Uint8Array): void;
  /** The rows were replaced: no row is active until the one with the path is found. */
  leave(): void;
  /** The nearest row after the cursor that `wanted` accepts, continuing from the first loaded row; null for none. */
  next(wanted: (row: TreeRow) => boolean): number | null;
}

/** The most rows that are ever loaded. */
const NEAR = 500;

/**
 * The keyboard's position in a tree that changes by itself. It stays on its path (`path`) when rows before it
 * come and go. When the path disappears, the keyboard continues at the row in its place, which nobody chose.
 */
export function useCursor(rows: Rows, path: ShallowRef<Uint8Array | null>): Cursor {
  const active = ref<number | null>(null);
  const row = computed(() => (active.value === null ? undefined : rows.peek(active.value)));
  /** Whether the path is that of a row which took the place of the one that the user moved to. */
  const replaced = ref(false);

  function moveTo(index: number | null, known?: Uint8Array): void {
    active.value = index;
    replaced.value = false;
    path.value = known ?? (index === null ? null : (rows.peek(index)?.path ?? null));
  }

  function nearby(from: number, wanted: Uint8Array): number | null {
    for (let distance = 0; distance < NEAR; distance++) {
      for (const index of [from + distance, from - distance]) {
        const found = index < 0 ? undefined : rows.peek(index);
        if (found && bytesEqual(found.path, wanted)) return index;
      }
    }
    return null;
  }

  async function find(wanted: Uint8Array): Promise<void> {
    const found = nearby(active.value ?? 0, wanted) ?? (await rows.reveal(wanted));
    // The user moved elsewhere meanwhile.
    if (path.value !== wanted) return;
    if (found !== null) active.value = found;
    else {
      replaced.value = true;
      path.value = row.value?.path ?? null;
    }
  }

  // Before the list, which would take the user to its last row.
  watch(rows.length, (length) => {
    if (active.value !== null && active.value >= length) active.value = length > 0 ? length - 1 : null;
  });

  watch(row, (now) => {
    if (!now) return;
    if (path.value === null) path.value = now.path;
    else if (!bytesEqual(now.path, path.value)) void find(path.value);
  });

  return {
    active,
    row,
    isOn: (each) =>
      !replaced.value && (each === undefined || path.value === null || bytesEqual(each.path, path.value)),
    moveTo,
    leave() {
      active.value = null;
    },
    next(wanted) {
      const from = active.value ?? -1;
      for (let step = 1; step < NEAR; step++) {
        const found = rows.peek(from + step);
        if (found && wanted(found)) return from + step;
      }
      for (let index = Math.max(0, from - NEAR); index <= from; index++) {
        const found = rows.peek(index);
        if (found && wanted(found)) return index;
      }
      return null;
    },
  };
}
