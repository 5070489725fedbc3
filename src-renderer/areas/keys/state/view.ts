import { fromText, type ParsedText, toText } from '@shared/bytes';
import type { KeyValue } from '@shared/contract/keys';
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { useSearchText } from '../../../ui/form/search-text';

/** What is shown beside the tree. */
export interface Selection {
  readonly kind: 'key' | 'folder';
  readonly path: Uint8Array;
}

/** The view of a window on one connection; survives hiding the area. */
export interface KeysView {
  /** The delimiter between segments, as text with escapes; '' gives a flat list. Saved in this window's storage. */
  readonly delimiter: Readonly<Ref<string>>;
  readonly delimiterBytes: ComputedRef<Uint8Array>;
  /** The text in the search field. */
  readonly typed: Readonly<Ref<string>>;
  /** That text as bytes, or where it is invalid. */
  readonly parsed: ComputedRef<ParsedText>;
  /** The bytes to search for: follows the field when the user pauses typing and the text is valid. */
  readonly filter: Readonly<ShallowRef<Uint8Array>>;
  /**
   * Whether the search ignores case: unless the user asked for exact case, or typed a capital ("smart case", as in editors).
   */
  readonly ignoresCase: ComputedRef<boolean>;
  /** Whether the user wants exact case, whatever they type. */
  readonly matchCase: Readonly<Ref<boolean>>;
  readonly selection: Readonly<ShallowRef<Selection | null>>;
  /** The open key as it was last read, to be shown while its cluster is stopped; null when it was not there. */
  readonly seen: ShallowRef<KeyValue | null>;
  /** The row with the keyboard focus, by its path. */
  readonly cursor: ShallowRef<Uint8Array | null>;
  /** Folders the user expanded, by the text of their paths, for the current delimiter. */
  readonly expanded: Map<string, Uint8Array>;
  /** Takes the delimiter as text, which must be valid. */
  chooseDelimiter(text: string): void;
  /** Whether the search matches case whatever is typed. */
  chooseCase(exact: boolean): void;
  select(selection: Selection | null): void;
  /** Searches for the text at once; an empty one ends the search. */
  search(text: string): void;
}

const STORED = 'quorate.keys.delimiter';
const NOTHING = new Uint8Array(0);

/** A view of the connection `id`, for as long as the window lives. */
export function createView(id: string): KeysView {
  const stored = `${STORED} ${id}`;
  const delimiter = ref(readDelimiter(localStorage.getItem(stored)));
  const { typed, search } = useSearchText();
  const parsed = computed(() => fromText(typed.value));
  const filter = shallowRef<Uint8Array>(NOTHING);
  const matchCase = ref(false);
  const ignoresCase = computed(() => !matchCase.value && !hasCapital(filter.value));
  const delimiterBytes = computed(() => bytesOf(delimiter.value));
  const expanded = new Map<string, Uint8Array>();
  /** Where keys start with the delimiter, as most do, the first folder means nothing, so it starts expanded. */
  function openFirst(): void {
    expanded.clear();
    const first = delimiterBytes.value;
    if (first.length > 0) expanded.set(toText(first), first);
  }
  openFirst();

  watch(
    search,
    (text) => {
      const read = fromText(text);
      if (read.ok) filter.value = read.bytes;
    },
    { flush: 'sync' },
  );
  watch(delimiter, (now) => {
    localStorage.setItem(stored, now);
    openFirst();
  });

  const selection = shallowRef<Selection | null>(null);

  return {
    delimiter,
    delimiterBytes,
    typed,
    parsed,
    filter,
    ignoresCase,
    matchCase,
    selection,
    seen: shallowRef(null),
    cursor: shallowRef(null),
    expanded,
    chooseDelimiter(text) {
      delimiter.value = text;
    },
    chooseCase(exact) {
      matchCase.value = exact;
    },
    select(next) {
      selection.value = next;
    },
    search(text) {
      typed.value = text;
    },
  };
}

/** Escapes count as the bytes that they stand for. */
function hasCapital(sought: Uint8Array): boolean {
  return /[\p{Lu}\p{Lt}]/u.test(new TextDecoder().decode(sought));
}

function bytesOf(text: string): Uint8Array {
  const read = fromText(text);
  return read.ok ? read.bytes : NOTHING;
}

function readDelimiter(text: string | null): string {
  return text === null || !fromText(text).ok ? '/' : text;
}

/** Remembers whether the user expanded a folder. */
export function remember(view: KeysView, folder: Uint8Array, expanded: boolean): void {
  if (expanded) view.expanded.set(toText(folder), folder);
  else view.expanded.delete(toText(folder));
}
