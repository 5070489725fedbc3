import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { KeyFolder } from '@shared/contract/keys';
import { onScopeDispose, type Ref, ref, shallowRef, type ShallowRef } from 'vue';
import { engine } from '../../../rpc/engine';
import { readAgainWhenLinked } from '../../../rpc/read-again';

/** How many keys existed at a revision. */
export interface Counted {
  readonly count: number;
  readonly revision: string;
}

interface PrefixCount {
  readonly counted: ShallowRef<Counted | null>;
  readonly error: ShallowRef<unknown>;
  readonly busy: Readonly<Ref<boolean>>;
  /** Asks the cluster. An answer to an earlier call is ignored. */
  readonly count: () => Promise<void>;
}

/** Counts the keys of a folder, in the cluster, each time `count` is called. */
export function usePrefixCount(of: () => KeyFolder & { readonly connection: ConnectionRef }): PrefixCount {
  const counted = shallowRef<Counted | null>(null);
  const error = shallowRef<unknown>(null);
  const busy = ref(false);
  let abort = new AbortController();
  onScopeDispose(() => abort.abort());

  async function count(): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    busy.value = true;
    error.value = null;
    try {
      const answer = await engine.keys.countPrefix(of(), { signal });
      if (!signal.aborted) counted.value = answer;
    } catch (failure) {
      if (!signal.aborted) error.value = failure;
    } finally {
      if (!signal.aborted) busy.value = false;
    }
  }

  readAgainWhenLinked(() => error.value, count);

  return { counted, error, busy, count };
}
