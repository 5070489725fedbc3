import type { ConnectionDraft } from '@shared/contract/connections';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { useLive } from '../rpc/live';
import type { Outcome } from '../rpc/outcome';
import { engine } from '../rpc/engine';

/** The open dialog, and the connection it is about. */
export type Question =
  { readonly about: 'create' } | { readonly about: 'edit' | 'remove'; readonly id: string };

/** The connections to remote clusters, live, and the actions on them. */
export const useRemotes = defineStore('remotes', () => {
  const feed = useLive((signal) => engine.connections.watch({}, { signal }));
  const connections = computed(() => feed.state.value?.connections ?? []);
  /** Whether the list has arrived, or has failed to load. */
  const told = computed(() => feed.state.value !== null || feed.error.value !== null);
  const problem = computed(() => feed.state.value?.problem ?? null);
  const secretsKept = computed(() => feed.state.value?.secretsKept ?? true);

  const asking = shallowRef<Question | null>(null);

  return {
    connections,
    told,
    /** Why saved connections are not listed and none can be saved; null when all is well. */
    problem,
    /** Whether passwords are kept after the engine ends. */
    secretsKept,
    error: feed.error,
    asking,
    /** Creates a connection (`id` null) or changes an existing one. Contacts no endpoint. */
    save: (id: string | null, draft: ConnectionDraft) =>
      outcomeOf(() => engine.connections.save({ id, draft })),
    remove: (id: string) => outcomeOf(() => engine.connections.remove({ id })),
  };
});

async function outcomeOf<T>(action: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await action() };
  } catch (error) {
    return { ok: false, error };
  }
}
