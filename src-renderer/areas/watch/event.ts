import type { WatchEvent } from '@shared/contract/watch';
import { onScopeDispose, shallowReadonly, shallowRef, type ShallowRef, watch } from 'vue';
import { engine } from '../../rpc/engine';
import { readAgainWhenLinked } from '../../rpc/read-again';

/** The state of loading a whole event. */
export type EventState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'here'; readonly event: WatchEvent }
  /** The log has dropped it. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** One whole event of a watch, until the effect scope ends. The previous event stays until the next has loaded. */
export function useEvent(which: () => { watch: string; seq: number }): Readonly<ShallowRef<EventState>> {
  const state = shallowRef<EventState>({ kind: 'loading' });
  let abort = new AbortController();
  watch(
    () => {
      const { watch: id, seq } = which();
      return `${id} ${seq}`;
    },
    () => {
      abort.abort();
      abort = new AbortController();
      void load(abort.signal);
    },
    { immediate: true },
  );
  readAgainWhenLinked(
    () => (state.value.kind === 'failed' ? state.value.error : null),
    () => load(abort.signal),
  );
  onScopeDispose(() => abort.abort());

  async function load(signal: AbortSignal): Promise<void> {
    let next: EventState;
    try {
      const event = await engine.watch.event(which(), { signal });
      next = event ? { kind: 'here', event } : { kind: 'gone' };
    } catch (error) {
      next = { kind: 'failed', error };
    }
    if (!signal.aborted) state.value = next;
  }
  return shallowReadonly(state);
}
