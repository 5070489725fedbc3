import { useI18n } from 'vue-i18n';
import { registerCommands, type Command } from '../../actions/commands';
import { useConnection } from '../../connection/current';
import { useRemotes } from '../../connection/remotes';

/** Registers what can be done with connections; showing one is the shell's. */
export function registerConnectionCommands(): void {
  const { t } = useI18n();
  const remotes = useRemotes();
  const current = useConnection();

  registerCommands((): readonly Command[] => {
    const group = t('connections.command.group');
    const id = current.remote?.id;
    const create: Command = {
      id: 'connection.new',
      title: t('connections.command.new'),
      group,
      shortcut: 'Mod+Alt+C',
      run: () => (remotes.asking = { about: 'create' }),
    };
    if (id === undefined) return [create];
    const about = (what: 'edit' | 'remove'): Command => ({
      id: `connection.${what}`,
      title: t(`connections.command.${what}`),
      group,
      run: () => (remotes.asking = { about: what, id }),
    });
    return [create, about('edit'), about('remove')];
  });
}
