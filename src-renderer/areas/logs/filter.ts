import type { LogLevel } from '@shared/contract/logs';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { useSearchText } from '../../ui/form/search-text';

/** The filter of the log panel. A store, so that it survives collapsing the dock. */
export const useLogFilter = defineStore('log-filter', () => {
  const minLevel = ref<LogLevel>('debug');
  const { typed, search: text } = useSearchText();
  const search = computed(() => text.value.trim());
  const follow = ref(true);

  const narrows = computed(() => minLevel.value !== 'debug' || search.value !== '');

  /** Shows everything again, at once. */
  function clear(): void {
    minLevel.value = 'debug';
    typed.value = '';
  }

  return { minLevel, typed, search, follow, narrows, clear };
});
