import type { CommandArea } from '@shared/contract/etcdctl';
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { useSearchText } from '../../ui/form/search-text';

/** The filter of the etcdctl log. A store, so that it survives collapsing the dock. */
export const useCommandFilter = defineStore('command-filter', () => {
  /** null means all. */
  const area = ref<CommandArea | null>(null);
  const allConnections = ref(false);
  const { typed, search: text } = useSearchText();
  const search = computed(() => text.value.trim());
  const follow = ref(true);

  const narrows = computed(() => area.value !== null || search.value !== '');

  /** Shows everything again, at once. */
  function clear(): void {
    area.value = null;
    typed.value = '';
  }

  return { area, allConnections, typed, search, follow, narrows, clear };
});
