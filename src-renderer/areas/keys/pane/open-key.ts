import { bytesEqual } from '@shared/bytes';
import type { KeyChange, KeyValue } from '@shared/contract/keys';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { computed, onScopeDispose, type Ref, ref, shallowRef, type ShallowRef, watch } from 'vue';
import { useLiveOf } from '../../../rpc/live';
import { type Draft, guardOf, inMode, isOutdated, shownOf, typed } from '../state/drafts';
import { failureOf } from '../../../rpc/failure';
import { engine } from '../../../rpc/engine';
import { readAgainWhenServed, useStoppedCluster } from '../../../members/stopped';
import { useKeys } from '../state/store';
import { autoMode, showValue, type ValueMode, type ValueText } from '../../../values/value-mode';

/** What is known about a key: `absent` keeps its last state, if this window has seen it. */
export type KeyState =
  | { readonly kind: 'unread' }
  | { readonly kind: 'there'; readonly now: KeyValue }
  | { readonly kind: 'absent'; readonly last: KeyValue | null; readonly revision: string };

export type SaveOutcome = 'saved' | 'conflict' | 'failed' | 'nothing';

export interface OpenKey {
  readonly state: Readonly<ShallowRef<KeyState>>;
  /** Why it could not be read; null when it could. */
  readonly readError: Readonly<ShallowRef<unknown>>;
  /** The lease that is known to have ended, which deleted the key; null while none is. */
  readonly endedLease: Readonly<Ref<string | null>>;
  /** The mod revision to which the visible value was refreshed automatically; null when it was not. */
  readonly renewed: Readonly<Ref<string | null>>;
  readonly draft: Readonly<Ref<Draft | null>>;
  /** Whether the key in the cluster differs from the one the edit started from. */
  readonly outdated: Readonly<Ref<boolean>>;
  readonly mode: Readonly<Ref<ValueMode>>;
  /** What the editor shows. */
  readonly shown: Readonly<Ref<ValueText>>;
  /** The bytes a save would write, or the key's bytes; null while the typed text is invalid. */
  readonly bytes: Readonly<Ref<Uint8Array | null>>;
  readonly saving: Readonly<Ref<boolean>>;
  /** Why the latest save failed, until the user types. */
  readonly saveError: Readonly<ShallowRef<unknown>>;
  readonly setMode: (mode: ValueMode) => void;
  readonly type: (text: string) => void;
  /** Drops the unsaved edit. */
  readonly discard: () => void;
  /** Turns the last value of a deleted key into an unsaved edit, to be saved as a new key. */
  readonly restore: () => void;
  readonly reload: () => Promise<void>;
  /**
   * Writes the edit if the key is unchanged since the edit started; for a deleted key, if it still does not
   * exist.
   */
  readonly save: () => Promise<SaveOutcome>;
  /** Overwrites what the cluster has now, if that is still current. */
  readonly saveOver: () => Promise<SaveOutcome>;
}

/** Why a key is read: something may have been missed, it changed, or the user wants it. The later say more. */
const WHYS = ['unsure', 'changed', 'asked'] as const;
type Why = (typeof WHYS)[number];

const NOTHING = new Uint8Array(0);

/** One key that a window has open: the cluster's version, live, and the user's edit. Until the effect scope ends. */
export function useOpenKey(connection: ConnectionRef, key: Uint8Array): OpenKey {
  const keys = useKeys();
  const abort = new AbortController();
  onScopeDispose(() => abort.abort());

  const state = shallowRef<KeyState>({ kind: 'unread' });
  const readError = shallowRef<unknown>(null);
  const renewed = ref<string | null>(null);
  const current = computed(() => (state.value.kind === 'there' ? state.value.now : null));
  const draft = computed(() => keys.draftOf(connection, key));

  function take(now: KeyValue | null, revision: string): void {
    const before = state.value;
    if (now) {
      const changed = before.kind === 'there' && before.now.modRevision !== now.modRevision;
      if (changed && !draft.value) renewed.value = now.modRevision;
      state.value = { kind: 'there', now };
      endedLease.value = null;
      // Someone else has written the same bytes, so nothing is left to save.
      if (draft.value?.bytes && bytesEqual(draft.value.bytes, now.value))
        keys.keepDraft(connection, key, null);
    } else if (before.kind !== 'absent') {
      const last = before.kind === 'there' ? before.now : (draft.value?.base ?? null);
      state.value = { kind: 'absent', last, revision };
      renewed.value = null;
      if (last?.lease) void learnIfEnded(last.lease);
    }
  }

  const endedLease = ref<string | null>(null);
  /** A lease that ends deletes its keys before it is gone, in one step. */
  async function learnIfEnded(lease: string): Promise<void> {
    try {
      await engine.leases.countKeys({ connection, id: lease }, { signal: abort.signal });
    } catch (error) {
      if (failureOf(error)?.code === 'LEASE_NOT_FOUND') endedLease.value = lease;
    }
  }

  let reading: Promise<void> | null = null;
  let next: Why | null = null;
  /**
   * Reads the key. Calls during a read cause only one more read, so a key that changes constantly costs one
   * read at a time.
   */
  function refresh(why: Why): Promise<void> {
    if (next === null || WHYS.indexOf(why) > WHYS.indexOf(next)) next = why;
    reading ??= read().finally(() => (reading = null));
    return reading;
  }
  async function read(): Promise<void> {
    for (let why = takeNext(); why; why = takeNext()) {
      try {
        if (why !== 'unsure' || !(await isSame())) {
          const wanted = { connection, key, revision: null, unasked: why !== 'asked' };
          const answer = await engine.keys.get(wanted, { signal: abort.signal });
          take(answer.current, answer.revision);
        }
        readError.value = null;
      } catch (error) {
        if (!abort.signal.aborted) readError.value = error;
      }
    }
  }
  function takeNext(): Why | null {
    const why = abort.signal.aborted ? null : next;
    next = null;
    return why;
  }
  /** Whether the cluster still has what is known here. Without its value, because that may be large. */
  async function isSame(): Promise<boolean> {
    const modRevision = current.value?.modRevision;
    if (modRevision === undefined) return false;
    return engine.keys.isAt({ connection, key, modRevision }, { signal: abort.signal });
  }

  const changes = useLiveOf(
    () => ({ connection, key }),
    (asked, signal) => engine.keys.changes(asked, { signal }),
  );
  const isKnown = (change: KeyChange) =>
    change?.kind === 'put' && change.revision === current.value?.modRevision;
  const saving = ref(false);
  /** The last change that was reported during a save, whose answer may tell the same. */
  let duringSave: KeyChange = null;
  watch(changes.state, (change) => {
    if (saving.value) duringSave = change;
    else if (change && !isKnown(change)) void refresh('changed');
  });
  /** After a save, makes sure that no other change was missed. */
  function afterSave(outcome: SaveOutcome): void {
    const change = duringSave;
    duringSave = null;
    if (change ? !isKnown(change) : outcome === 'saved') void refresh(change ? 'changed' : 'unsure');
  }
  // Changes from before the stream opened, or while the link was lost, were not reported.
  let hasOpened = false;
  watch(changes.stale, (stale) => {
    if (stale) return;
    void refresh(hasOpened ? 'changed' : 'unsure');
    hasOpened = true;
  });
  void refresh('asked');

  const stopped = useStoppedCluster();
  const seen = keys.view?.seen;
  watch(state, (now) => {
    if (seen && now.kind !== 'unread') seen.value = now.kind === 'there' ? now.now : null;
  });
  watch(
    stopped,
    (cluster) => {
      const last = seen?.value;
      if (cluster && state.value.kind === 'unread' && last && bytesEqual(last.key, key))
        state.value = { kind: 'there', now: last };
    },
    { immediate: true },
  );
  readAgainWhenServed(
    () => readError.value,
    () => refresh('changed'),
  );

  /** The mode the user chose for this key; null means the one that suits the value. */
  const chosenMode = ref<ValueMode | null>(null);
  const known = computed(() => {
    if (state.value.kind === 'there') return state.value.now.value;
    return state.value.kind === 'absent' ? (state.value.last?.value ?? NOTHING) : NOTHING;
  });
  const mode = computed(() => draft.value?.mode ?? chosenMode.value ?? autoMode(known.value));
  const shown = computed<ValueText>(() => {
    return draft.value ? shownOf(draft.value) : showValue(known.value, mode.value);
  });

  const saveError = shallowRef<unknown>(null);

  function keep(next: Draft | null): void {
    saveError.value = null;
    keys.keepDraft(connection, key, next);
  }

  async function write(over: KeyValue | null): Promise<SaveOutcome> {
    const sent = draft.value;
    if (!sent?.bytes || saving.value) return 'nothing';
    saving.value = true;
    saveError.value = null;
    let outcome: SaveOutcome = 'failed';
    try {
      const lease = over ? ({ kind: 'keep' } as const) : ({ kind: 'none' } as const);
      const guard = guardOf(over);
      const result = await engine.keys.put({ connection, key, value: sent.bytes, lease, guard });
      if (result.kind === 'conflict') {
        if (result.current) take(result.current, result.current.modRevision);
        else await refresh('changed');
        outcome = draft.value ? 'conflict' : 'nothing';
        return outcome;
      }
      settle(sent, over, result.revision);
      outcome = 'saved';
      return outcome;
    } catch (error) {
      saveError.value = error;
      return outcome;
    } finally {
      saving.value = false;
      afterSave(outcome);
    }
  }

  /** After a save, the key has what was written; later typing continues from there. */
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
    if (after)
      keys.keepDraft(connection, key, after === sent ? null : typed(key, now, after.mode, after.text));
  }

  return {
    state,
    readError,
    endedLease,
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
      if (changed && changed !== now) keys.keepDraft(connection, key, changed);
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
    reload: () => refresh('asked'),
    // A key known to be deleted is created, which overwrites nobody's value.
    save: () => write(state.value.kind === 'absent' ? null : (draft.value?.base ?? null)),
    saveOver: () => write(current.value),
  };
}
