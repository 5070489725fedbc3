import { registerCommands, type Command } from '../../actions/commands';
import { useConnection } from '../../connection/current';
import { t } from '../../i18n/text';
import { useMembers } from '../../members/members';
import { useTableCopies, type CopyForm } from './table-copies';

/** Registers the commands for the members of the current connection. */
export function registerMemberCommands(): void {
  const connection = useConnection();
  const members = useMembers();
  const { copy } = useTableCopies();

  registerCommands((): readonly Command[] => {
    const group = t('members.title');
    const copied = (name: 'copyText' | 'copyTable' | 'copyJson', form: CopyForm): Command => ({
      id: `members.${name}`,
      title: t(`members.command.${name}`),
      group,
      enabled: () => (members.state?.rows.length ?? 0) > 0,
      run: () => copy(form),
    });
    return [
      {
        id: 'members.refresh',
        title: t('members.command.refresh'),
        group,
        shortcut: 'F5',
        enabled: () => connection.ref !== null,
        run: () => void members.refresh(),
      },
      copied('copyText', 'text'),
      copied('copyTable', 'table'),
      copied('copyJson', 'json'),
    ];
  });
}
