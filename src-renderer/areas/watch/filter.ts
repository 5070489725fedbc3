import { fromText } from '@shared/bytes';
import { type KeyChangeKind, keyChanges, type WatchQuery } from '@shared/contract/watch';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';

/** Quiet time after a letter before the engine is asked, milliseconds. */
const DEBOUNCE_MS = 150;

/** Choices of what happened, and the changes they let through. */
export const changeChoices = {
  all: keyChanges,
  put: ['created', 'modified'],
  created: ['created'],
  modified: ['modified'],
  deleted: ['deleted'],
} as const satisfies Readonly<Record<string, readonly KeyChangeKind[]>>;
export type ChangeChoice = keyof typeof changeChoices;

/** What the watch area shows of a log. A store, so that it outlives a look at another area. */
export const useWatchFilter = defineStore('watch-filter', () => {
  /** What is in the search field: escaped text. */
  const typed = ref('');
  /** What is searched for: what was typed, as soon as the typing pauses. */
  const search = ref('');
  const within = ref<WatchQuery['within']>('any');
  const changes = ref<ChangeChoice>('all');
  const follow = ref(true);

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (search.value = text), DEBOUNCE_MS);
  });

  const parsed = computed(() => fromText(search.value));
  /** Where the search stands for no bytes; null while it does. What was searched for before stays in force. */
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
    search.value = '';
  }

  return { typed, within, changes, follow, mistake, narrows, queryFor, clear };
});
