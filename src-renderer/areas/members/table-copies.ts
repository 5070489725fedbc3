import { computed, type ComputedRef } from 'vue';
import { t, type TextKey } from '../../i18n/text';
import type { MenuItem } from '../../ui/overlays/menu';
import { copyAnnounced } from '../../words/announce';
import { cellOf, columnIds, isFigure, type Cell } from './columns';
import { asEtcdctlJson, asEtcdctlTable, asText } from './copy';
import { useMembers } from '../../members/members';

export type CopyForm = 'text' | 'table' | 'json';

/** Copies of the member table, for the menu beside it and for the commands. */
export function useTableCopies(): {
  readonly copy: (form: CopyForm) => void;
  readonly menu: ComputedRef<readonly MenuItem[]>;
} {
  const members = useMembers();

  const word = (cell: Cell) => {
    if (cell.kind === 'text') return cell.text;
    if (cell.kind === 'doubtful') return t('members.figure.unknown');
    return cell.kind === 'flag' ? t(cell.on ? 'members.table.yes' : 'members.table.no') : '-';
  };
  function written(form: CopyForm): string {
    const rows = members.state?.rows ?? [];
    if (form === 'table') return asEtcdctlTable(rows);
    if (form === 'json') return asEtcdctlJson(rows);
    const leader = members.state?.leader ?? null;
    const cells = rows.map((row) => columnIds.map((column) => word(cellOf(column, row, leader))));
    const figures = new Set(columnIds.flatMap((column, index) => (isFigure(column) ? [index] : [])));
    return asText([columnIds.map((column) => t(`members.column.${column}`)), ...cells], figures);
  }
  const copy = (form: CopyForm) => void copyAnnounced(written(form), t('members.table.copied'));

  const item = (form: CopyForm, label: TextKey, hint?: string): MenuItem => ({
    kind: 'item',
    id: form,
    label: t(label),
    hint,
    run: () => copy(form),
  });
  const menu = computed(() => [
    item('text', 'members.table.copyText'),
    item('table', 'members.table.copyTable', t('members.table.copyTableHint')),
    item('json', 'members.table.copyJson', t('members.table.copyJsonHint')),
  ]);
  return { copy, menu };
}
