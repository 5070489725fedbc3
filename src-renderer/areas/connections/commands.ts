import { t } from '../../i18n/text';
import { registerCommands } from '../../actions/commands';
import { useConnection } from '../../connection/current';
import { useRemotes } from '../../connection/remotes';
import { useConnectionActions } from './connection-actions';

/** Registers the commands for connections, except switching, which the shell registers. */
export function registerConnectionCommands(): void {
  const remotes = useRemotes();
  const current = useConnection();
  const actions = useConnectionActions();

  registerCommands(() => {
    const group = t('connections.command.group');
    return [
      {
        id: 'connection.new',
        title: t('connections.command.new'),
        group,
        shortcut: 'Mod+Alt+C',
        run: () => (remotes.asking = { about: 'create' }),
      },
      ...actions.commands(group, current.remote),
    ];
  });
}
