import { Server, SquareTerminal } from '@lucide/vue';
import { t } from '../../i18n/text';
import type { MenuItem } from '../../ui/overlays/menu';
import { useMembers } from '../../members/members';
import { useConnection } from '../../connection/current';
import { useTerminals } from './open-terminals';

/** The terminals that can be opened for the current connection: for all its endpoints, or for one member. */
export function useNewMenu(): () => MenuItem[] {
  const connection = useConnection();
  const members = useMembers();
  const terminals = useTerminals();

  /** The nodes of a local cluster; for a remote one, the members known so far. */
  const names = () =>
    connection.cluster?.nodes.map(({ name }) => name) ?? members.state?.rows.map(({ name }) => name) ?? [];

  return () => {
    const to = connection.ref;
    const item = (member: string | null): MenuItem => ({
      kind: 'item',
      id: member === null ? 'all' : `member-${member}`,
      label: member === null ? t('terminal.new.all') : t('terminal.new.member', { member }),
      icon: member === null ? SquareTerminal : Server,
      disabled: to === null,
      run: () => {
        if (to) void terminals.open(to, member);
      },
    });
    return [
      item(null),
      ...names().map(item),
      { kind: 'separator' },
      {
        kind: 'check',
        id: 'readable',
        label: t('terminal.readable'),
        hint: t('terminal.readableHint'),
        checked: terminals.readable,
        run: () => (terminals.readable = !terminals.readable),
      },
    ];
  };
}
