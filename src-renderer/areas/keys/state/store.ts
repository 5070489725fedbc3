import { bytesEqual } from '@shared/bytes';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { isSameConnection } from '../../../connection/choice';
import { useConnection } from '../../../connection/current';
import { askBeforeLeaving } from '../../../ui/form/unsaved';
import { useCreateForms } from './create-form';
import { type KeptDraft, useKeptDrafts } from './kept-drafts';
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
  function viewOf(name: string): KeysView {
    const known = views.get(name) ?? createView(name);
    views.set(name, known);
    return known;
  }
  const view = computed(() => (id.value === null ? null : viewOf(id.value)));

  const { drafts, draftOf, keepDraft } = useKeptDrafts();
  function isOpen({ connection: on, draft }: KeptDraft): boolean {
    const open = view.value?.selection.value;
    return open?.kind === 'key' && isSameConnection(on, connection.value) && bytesEqual(open.path, draft.key);
  }
  /** The unsaved edits of all connections, except the one that is open. */
  const unopened = computed(() => drafts.value.filter((each) => !isOpen(each)));
  /** Opens a key, and shows its connection. */
  function openKey(on: ConnectionRef, path: Uint8Array): void {
    viewOf(JSON.stringify(on)).select({ kind: 'key', path });
    if (!isSameConnection(on, connection.value)) current.select(on);
  }

  const created = useCreateForms();
  askBeforeLeaving(
    () => drafts.value.length > 0 || created.some(({ value }) => value !== null && value.text !== ''),
  );

  const asking = shallowRef<Question | null>(null);

  return { connection, id, view, draftOf, keepDraft, unopened, openKey, asking };
});
