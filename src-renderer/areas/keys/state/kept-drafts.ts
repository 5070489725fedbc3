import { toText } from '@shared/bytes';
import type { ConnectionRef } from '@shared/contract/connection-ref';
import { computed, shallowReactive, watch } from 'vue';
import { isSameConnection, nameOf } from '../../../connection/choice';
import { useConnection } from '../../../connection/current';
import { t } from '../../../i18n/text';
import { showToast } from '../../../ui/overlays/toast';
import { formatNumber } from '../../../words/format';
import type { Draft } from './drafts';

/** An unsaved edit, and where its key is. */
export interface KeptDraft {
  readonly connection: ConnectionRef;
  /** The connection's name when the edit was last typed: the only one left after the connection is removed. */
  readonly connectionName: string;
  readonly draft: Draft;
}

/** The unsaved edits of all connections, until they are saved or discarded. Says once when a connection that has some is removed. */
export function useKeptDrafts() {
  const current = useConnection();
  const kept = shallowReactive(new Map<string, KeptDraft>());
  const idOf = (connection: ConnectionRef, key: Uint8Array) => `${nameOf(connection)} ${toText(key)}`;

  function draftOf(connection: ConnectionRef, key: Uint8Array): Draft | null {
    return kept.size === 0 ? null : (kept.get(idOf(connection, key))?.draft ?? null);
  }
  /** Keeps the unsaved edit of a key; null drops it. */
  function keepDraft(connection: ConnectionRef, key: Uint8Array, draft: Draft | null): void {
    const id = idOf(connection, key);
    const shown = isSameConnection(connection, current.ref);
    const connectionName = shown ? current.name : (kept.get(id)?.connectionName ?? '');
    if (draft) kept.set(id, { connection, connectionName, draft });
    else kept.delete(id);
  }

  const drafts = computed<readonly KeptDraft[]>(() => [...kept.values()]);
  /** The edits on removed connections, by connection. */
  const orphans = computed(() => {
    const found = new Map<string, KeptDraft[]>();
    for (const each of drafts.value) {
      if (!current.isRemoved(each.connection)) continue;
      const name = nameOf(each.connection);
      found.set(name, [...(found.get(name) ?? []), each]);
    }
    return found;
  });
  watch(orphans, (now, before) => {
    for (const [name, edits] of now) {
      const [first] = edits;
      if (!first || before.has(name)) continue;
      const title = t('keys.unsaved.orphaned', { name: first.connectionName });
      const n = formatNumber(edits.length);
      showToast({ tone: 'warn', title, text: t('keys.unsaved.orphanedText', { n }, edits.length) });
    }
  });

  return { drafts, draftOf, keepDraft };
}
