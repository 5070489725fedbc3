import { t } from '../../i18n/text';
import { registerCommands } from '../../actions/commands';
import { useClusterActions } from './cluster-actions';
import { useClusters } from './state/clusters';

/** Registers the commands for local clusters, except switching, which the shell registers. */
export function registerLocalCommands(): void {
  const clusters = useClusters();
  const actions = useClusterActions();

  registerCommands(() => {
    const group = t('members.title');
    return [
      {
        id: 'local.new',
        title: t('local.header.new'),
        group,
        shortcut: 'Mod+Alt+N',
        run: () => clusters.openCreate(),
      },
      ...actions.commands(group, clusters.current),
    ];
  });
}
