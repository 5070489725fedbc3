import { bytesEqual } from '@shared/bytes';
import type { KeyValue } from '@shared/contract/keys';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { computed, onScopeDispose, type Ref, ref, shallowRef, type ShallowRef, watch } from 'vue';
import { useLiveOf } from '../../../rpc/live';
import { type Draft, guardOf, inMode, isOutdated, shownOf, typed } from '../state/drafts';
import { engine } from '../../../rpc/engine';
import { useKeys } from '../state/store';
import { autoMode, showValue, type ValueMode, type ValueText } from '../../../values/value-mode';

/** What is known of a key: `absent` keeps what it was last, where this window has seen it. */
export type KeyState =
  | { readonly kind: 'unread' }
  | { readonly kind: 'there'; readonly now: KeyValue }
  | { readonly kind: 'absent'; readonly last: KeyValue | null; readonly revision: string };

export type SaveOutcome = 'saved' | 'conflict' | 'failed' | 'nothing';

export interface OpenKey {
  readonly state: Readonly<ShallowRef<KeyState>>;
  /** Why it could not be read; null when it could. */
  readonly readError: Readonly<ShallowRef<unknown>>;
  /** The mod revision to which the value in sight was renewed by itself; null when it was not. */
  readonly renewed: Readonly<Ref<string | null>>;
  readonly draft: Readonly<Ref<Draft | null>>;
  /** Whether the cluster has another state of the key than what was typed began with. */
  readonly outdated: Readonly<Ref<boolean>>;
  readonly mode: Readonly<Ref<ValueMode>>;
  /** What the editor shows. */
  readonly shown: Readonly<Ref<ValueText>>;
  /** The bytes that a save would write, or that the key has; null while what was typed stands for none. */
  readonly bytes: Readonly<Ref<Uint8Array | null>>;
  readonly saving: Readonly<Ref<boolean>>;
  /** Why the latest save failed, until something is typed. */
  readonly saveError: Readonly<ShallowRef<unknown>>;
  readonly setMode: (mode: ValueMode) => void;
  readonly type: (text: string) => void;
  /** Forgets what was typed. */
  readonly discard: () => void;
  /** Makes what a deleted key had last something that was typed, to be saved as a new key. */
  readonly restore: () => void;
  readonly reload: () => Promise<void>;
  /** Writes what was typed, if the key is still as it was then; one that is known to be gone, if it still is. */
  readonly save: () => Promise<SaveOutcome>;
  /** The same over what the cluster has now, if that is still so. */
  readonly saveOver: () => Promise<SaveOutcome>;
}

const NOTHING = new Uint8Array(0);

/** One key that a window has open: what the cluster has, live, and what the user typed. Until the effect scope ends. */
export function useOpenKey(connection: ConnectionRef, key: Uint8Array): OpenKey {
  const keys = useKeys();
  const abort = new AbortController();
  onScopeDispose(() => abort.abort());

  const state = shallowRef<KeyState>({ kind: 'unread' });
  const readError = shallowRef<unknown>(null);
  const renewed = ref<string | null>(null);
  const current = computed(() => (state.value.kind === 'there' ? state.value.now : null));
  const draft = computed(() => keys.draftOf(key));

  function take(now: KeyValue | null, revision: string): void {
    const before = state.value;
    if (now) {
      const changed = before.kind === 'there' && before.now.modRevision !== now.modRevision;
      if (changed && !draft.value) renewed.value = now.modRevision;
      state.value = { kind: 'there', now };
      // What was typed is what somebody else has written by now: there is nothing left to save.
      if (draft.value?.bytes && bytesEqual(draft.value.bytes, now.value)) keys.keepDraft(key, null);
    } else if (before.kind !== 'absent') {
      const last = before.kind === 'there' ? before.now : (draft.value?.base ?? null);
      state.value = { kind: 'absent', last, revision };
      renewed.value = null;
    }
  }

  let reading: Promise<void> | null = null;
  let again = false;
  let asked = false;
  /** Reads the key; calls during a read make one more, so that a key that changes all the time costs one at a time. */
  function refresh(): Promise<void> {
    again = reading !== null;
    reading ??= read().finally(() => (reading = null));
    return reading;
  }
  /** The same because the user wants it. */
  function reload(): Promise<void> {
    asked = true;
    return refresh();
  }
  async function read(): Promise<void> {
    do {
      again = false;
      const wanted = { connection, key, revision: null, unasked: !asked };
      asked = false;
      try {
        const answer = await engine.keys.get(wanted, { signal: abort.signal });
        readError.value = null;
        take(answer.current, answer.revision);
      } catch (error) {
        if (!abort.signal.aborted) readError.value = error;
      }
    } while (shouldReadAgain());
  }
  /** Read through a function: the compiler would otherwise hold that it cannot have changed during an await. */
  function shouldReadAgain(): boolean {
    return again && !abort.signal.aborted;
  }

  const changes = useLiveOf(
    () => ({ connection, key }),
    (asked, signal) => engine.keys.changes(asked, { signal }),
  );
  watch(changes.state, (change) => {
    if (change && !(change.kind === 'put' && change.revision === current.value?.modRevision)) void refresh();
  });
  // What happened before the stream was open, also after the link was lost, nobody has told.
  watch(changes.stale, (stale) => {
    if (!stale) void refresh();
  });
  void reload();

  /** What the user chose for this key; null is what suits the value. */
  const chosenMode = ref<ValueMode | null>(null);
  const known = computed(() => {
    if (state.value.kind === 'there') return state.value.now.value;
    return state.value.kind === 'absent' ? (state.value.last?.value ?? NOTHING) : NOTHING;
  });
  const mode = computed(() => draft.value?.mode ?? chosenMode.value ?? autoMode(known.value));
  const shown = computed<ValueText>(() => {
    return draft.value ? shownOf(draft.value) : showValue(known.value, mode.value);
  });

  const saving = ref(false);
  const saveError = shallowRef<unknown>(null);

  function keep(next: Draft | null): void {
    saveError.value = null;
    keys.keepDraft(key, next);
  }

  async function write(over: KeyValue | null): Promise<SaveOutcome> {
    const sent = draft.value;
    if (!sent?.bytes || saving.value) return 'nothing';
    saving.value = true;
    saveError.value = null;
    try {
      const lease = over ? ({ kind: 'keep' } as const) : ({ kind: 'none' } as const);
      const guard = guardOf(over);
      const result = await engine.keys.put({ connection, key, value: sent.bytes, lease, guard });
      if (result.kind === 'conflict') {
        if (result.current) take(result.current, result.current.modRevision);
        else await refresh();
        return draft.value ? 'conflict' : 'nothing';
      }
      settle(sent, over, result.revision);
      return 'saved';
    } catch (error) {
      saveError.value = error;
      return 'failed';
    } finally {
      saving.value = false;
    }
  }

  /** After a save: what it wrote is what the key has; what was typed meanwhile goes on from there. */
  function settle(sent: Draft, over: KeyValue | null, revision: string): void {
    const now: KeyValue = {
      key,
      value: sent.bytes ?? NOTHING,
      createRevision: over?.createRevision ?? revision,
      modRevision: revision,
      version: String(BigInt(over?.version ?? 0) + 1n),
      lease: over?.lease ?? null,
    };
    state.value = { kind: 'there', now };
    renewed.value = null;
    chosenMode.value = sent.mode;
    const after = draft.value;
    if (after) keys.keepDraft(key, after === sent ? null : typed(key, now, after.mode, after.text));
    void refresh();
  }

  return {
    state,
    readError,
    renewed,
    draft,
    outdated: computed(
      () => draft.value !== null && state.value.kind !== 'unread' && isOutdated(draft.value, current.value),
    ),
    mode,
    shown,
    bytes: computed(() => (draft.value ? draft.value.bytes : known.value)),
    saving,
    saveError,
    setMode(next) {
      const now = draft.value;
      const changed = now && inMode(now, next);
      if (changed && changed !== now) keys.keepDraft(key, changed);
      else if (!now) chosenMode.value = next;
    },
    type(text) {
      const base = draft.value ? draft.value.base : current.value;
      renewed.value = null;
      const next = typed(key, base, mode.value, text);
      if (!next) chosenMode.value = mode.value;
      keep(next);
    },
    discard() {
      chosenMode.value = draft.value?.mode ?? null;
      keep(null);
    },
    restore() {
      const last = known.value;
      const exact =
        [mode.value, 'text' as const].find((each) => showValue(last, each).as === 'exact') ?? 'hex';
      keep(typed(key, null, exact, showValue(last, exact).text));
    },
    reload,
    // A key that is known to be gone is created, which overwrites nobody's.
    save: () => write(state.value.kind === 'absent' ? null : (draft.value?.base ?? null)),
    saveOver: () => write(current.value),
  };
}
