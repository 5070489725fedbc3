import type { LogLevel } from '@shared/contract/logs';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';

/** Quiet time after a letter before the engine is asked, milliseconds. */
const DEBOUNCE_MS = 150;

/** What the log panel shows of a log. A store, so that it outlives a collapsed dock. */
export const useLogFilter = defineStore('log-filter', () => {
  const minLevel = ref<LogLevel>('debug');
  /** What is in the search field. */
  const typed = ref('');
  /** What is searched for: what was typed, as soon as the typing pauses. */
  const search = ref('');
  const follow = ref(true);

  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (search.value = text.trim()), DEBOUNCE_MS);
  });

  const narrows = computed(() => minLevel.value !== 'debug' || search.value !== '');

  /** Shows everything again, at once. */
  function clear(): void {
    minLevel.value = 'debug';
    typed.value = '';
    search.value = '';
  }

  return { minLevel, typed, search, follow, narrows, clear };
});
