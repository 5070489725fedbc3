import { type Ref, ref, watch } from 'vue';

/** Pause after a keystroke before a search starts, milliseconds. */
const DEBOUNCE_MS = 150;

interface SearchText {
  /** The text in the search field. */
  readonly typed: Ref<string>;
  /**
   * The text to search for: follows the field when the user pauses typing, and clears as soon as the field is
   * empty.
   */
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
