import { fromText } from '@shared/bytes';
import { type KeyChangeKind, keyChanges, type WatchQuery } from '@shared/contract/watch';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';
import { useSearchText } from '../../ui/form/search-text';

/** The choices of the filter, and the changes they let through. */
export const changeChoices = {
  all: keyChanges,
  put: ['created', 'modified'],
  created: ['created'],
  modified: ['modified'],
  deleted: ['deleted'],
} as const satisfies Readonly<Record<string, readonly KeyChangeKind[]>>;
export type ChangeChoice = keyof typeof changeChoices;
export const changeChoiceNames = [
  'all',
  'put',
  'created',
  'modified',
  'deleted',
] as const satisfies readonly ChangeChoice[];

/** The filter of a watch's log. A store, so that it survives switching areas. */
export const useWatchFilter = defineStore('watch-filter', () => {
  /** Escaped text. */
  const { typed, search } = useSearchText();
  const within = ref<WatchQuery['within']>('any');
  const changes = ref<ChangeChoice>('all');

  const parsed = computed(() => fromText(search.value));
  /**
   * Where the search text is invalid; null when it is valid. While it is invalid, the previous search stays
   * in effect.
   */
  const mistake = computed(() => (parsed.value.ok ? null : parsed.value));
  const bytes = ref<Uint8Array>(new Uint8Array(0));
  watch(parsed, (now) => {
    if (now.ok) bytes.value = now.bytes;
  });

  const narrows = computed(() => changes.value !== 'all' || bytes.value.length > 0);

  /** The query for one watch. */
  function queryFor(id: string): WatchQuery {
    return {
      watch: id,
      search: bytes.value,
      within: within.value,
      changes: [...changeChoices[changes.value]],
    };
  }

  /** Shows everything again, at once. */
  function clear(): void {
    changes.value = 'all';
    typed.value = '';
  }

  return { typed, within, changes, mistake, narrows, queryFor, clear };
});
