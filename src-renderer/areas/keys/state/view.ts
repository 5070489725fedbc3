import { fromText, type ParsedText, toText } from '@shared/bytes';
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import { useSearchText } from '../../../ui/form/search-text';

/** What is shown beside the tree. */
export interface Selection {
  readonly kind: 'key' | 'folder';
  readonly path: Uint8Array;
}

/** What a window looks at in one connection; outlives the area's being hidden. */
export interface KeysView {
  /** What separates segments, as text with escapes; '' is a flat list. Remembered by this window's storage. */
  readonly delimiter: Readonly<Ref<string>>;
  readonly delimiterBytes: ComputedRef<Uint8Array>;
  /** What is in the search field. */
  readonly typed: Readonly<Ref<string>>;
  /** The same as bytes, or where it goes wrong. */
  readonly parsed: ComputedRef<ParsedText>;
  /** What is searched for: what was typed, as soon as the typing pauses and it can be read. */
  readonly filter: Readonly<ShallowRef<Uint8Array>>;
  readonly selection: Readonly<ShallowRef<Selection | null>>;
  /** The row that the keyboard is on, by its path. */
  readonly cursor: ShallowRef<Uint8Array | null>;
  /** Folders that the user opened, by the text of their paths; those of the delimiter that is chosen. */
  readonly expanded: Map<string, Uint8Array>;
  /** By its text, which must be one that can be read. */
  chooseDelimiter(text: string): void;
  select(selection: Selection | null): void;
  /** Takes what is in the search field now; nothing ends the search at once. */
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
  const delimiterBytes = computed(() => bytesOf(delimiter.value));
  const expanded = new Map<string, Uint8Array>();
  /** Where keys begin with the delimiter, as most do, the first folder says nothing: it is open. */
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
    selection,
    cursor: shallowRef(null),
    expanded,
    chooseDelimiter(text) {
      delimiter.value = text;
    },
    select(next) {
      selection.value = next;
    },
    search(text) {
      typed.value = text;
    },
  };
}

function bytesOf(text: string): Uint8Array {
  const read = fromText(text);
  return read.ok ? read.bytes : NOTHING;
}

function readDelimiter(text: string | null): string {
  return text === null || !fromText(text).ok ? '/' : text;
}

/** Remembers whether the user opened a folder. */
export function remember(view: KeysView, folder: Uint8Array, expanded: boolean): void {
  if (expanded) view.expanded.set(toText(folder), folder);
  else view.expanded.delete(toText(folder));
}
