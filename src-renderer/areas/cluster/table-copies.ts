import { computed, type ComputedRef } from 'vue';
import { useI18n } from 'vue-i18n';
import type { MenuItem } from '../../ui/menu';
import { copyAnnounced } from './announce';
import { cellOf, columnIds, isFigure, type Cell } from './columns';
import { asEtcdctlJson, asEtcdctlTable, asText } from './copy';
import { useMembers } from './members';

export type CopyForm = 'text' | 'table' | 'json';

/** Copies of the member table, for the menu beside it and for the commands. */
export function useTableCopies(): {
  readonly copy: (form: CopyForm) => void;
  readonly menu: ComputedRef<readonly MenuItem[]>;
} {
  const members = useMembers();
  const { t } = useI18n();

  const word = (cell: Cell) => {
    if (cell.kind === 'text') return cell.text;
    return cell.kind === 'flag' ? t(cell.on ? 'cluster.table.yes' : 'cluster.table.no') : '-';
  };
  function written(form: CopyForm): string {
    const rows = members.state?.rows ?? [];
    if (form === 'table') return asEtcdctlTable(rows);
    if (form === 'json') return asEtcdctlJson(rows);
    const leader = members.state?.leader ?? null;
    const cells = rows.map((row) => columnIds.map((column) => word(cellOf(column, row, leader))));
    const figures = new Set(columnIds.flatMap((column, index) => (isFigure(column) ? [index] : [])));
    return asText([columnIds.map((column) => t(`cluster.column.${column}`)), ...cells], figures);
  }
  const copy = (form: CopyForm) => void copyAnnounced(written(form), t('cluster.table.theTable'));

  const item = (form: CopyForm, label: string, hint?: string): MenuItem => ({
    kind: 'item',
    id: form,
    label: t(label),
    hint,
    run: () => copy(form),
  });
  const menu = computed(() => [
    item('text', 'cluster.table.copyText'),
    item('table', 'cluster.table.copyTable', t('cluster.table.copyTableHint')),
    item('json', 'cluster.table.copyJson', t('cluster.table.copyJsonHint')),
  ]);
  return { copy, menu };
}
