import { type Ref, ref, watch } from 'vue';

/** Quiet time after a letter before a search begins, milliseconds. */
const DEBOUNCE_MS = 150;

interface SearchText {
  /** What is in the search field. */
  readonly typed: Ref<string>;
  /** What is searched for: what was typed, as soon as the typing pauses; nothing as soon as the field is empty. */
  readonly search: Readonly<Ref<string>>;
}

/** The text of a search field over a long list. */
export function useSearchText(): SearchText {
  const typed = ref('');
  const search = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(
    typed,
    (text) => {
      clearTimeout(timer);
      if (text === '') search.value = '';
      else timer = setTimeout(() => (search.value = text), DEBOUNCE_MS);
    },
    { flush: 'sync' },
  );
  return { typed, search };
}
