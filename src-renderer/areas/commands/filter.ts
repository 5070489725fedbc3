import type { CommandArea } from '@shared/contract/commands';
import { defineStore } from 'pinia';
import { computed, ref, watch } from 'vue';

/** Quiet time after a letter before the engine is asked, milliseconds. */
const DEBOUNCE_MS = 150;

/** What the command log shows. A store, so that it outlives a collapsed dock. */
export const useCommandFilter = defineStore('command-filter', () => {
  /** null is all. */
  const area = ref<CommandArea | null>(null);
  const allConnections = ref(false);
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

  const narrows = computed(() => area.value !== null || search.value !== '');

  /** Shows everything again, at once. */
  function clear(): void {
    area.value = null;
    typed.value = '';
    search.value = '';
  }

  return { area, allConnections, typed, search, follow, narrows, clear };
});
