import { toText } from '@shared/bytes';
import { defineStore } from 'pinia';
import { computed, shallowReactive, shallowRef } from 'vue';
import { useConnection } from '../../../connection/current';
import { askBeforeLeaving } from '../../../ui/form/unsaved';
import { useCreateForms } from './create-form';
import type { Draft } from './drafts';
import { createView, type KeysView } from './view';

/** A dialog of the area, and what it is about. */
export type Question =
  | { readonly about: 'create'; readonly prefix: Uint8Array }
  | { readonly about: 'removeKey'; readonly key: Uint8Array }
  | { readonly about: 'removeFolder'; readonly prefix: Uint8Array };

/**
 * What the area keeps per connection while it is hidden: the view, and unsaved edits. The engine holds the
 * keys themselves.
 */
export const useKeys = defineStore('keys', () => {
  const current = useConnection();
  const connection = computed(() => current.ref);
  /** A text that identifies the connection. */
  const id = computed(() => connection.value && JSON.stringify(connection.value));

  const views = new Map<string, KeysView>();
  const view = computed(() => {
    if (id.value === null) return null;
    const known = views.get(id.value) ?? createView(id.value);
    views.set(id.value, known);
    return known;
  });

  const drafts = shallowReactive(new Map<string, Draft>());
  const draftName = (key: Uint8Array) => `${id.value ?? ''} ${toText(key)}`;
  const draftOf = (key: Uint8Array) => (drafts.size === 0 ? null : (drafts.get(draftName(key)) ?? null));
  /** Keeps the unsaved edit of a key on this connection; null drops it. */
  function keepDraft(key: Uint8Array, draft: Draft | null): void {
    if (draft) drafts.set(draftName(key), draft);
    else drafts.delete(draftName(key));
  }

  const created = useCreateForms();
  askBeforeLeaving(() => drafts.size > 0 || created.some(({ value }) => value !== null && value.text !== ''));

  const asking = shallowRef<Question | null>(null);

  return { connection, id, view, draftOf, keepDraft, asking };
});
