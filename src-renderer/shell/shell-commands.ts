import { useI18n } from 'vue-i18n';
import { useClusters } from '../areas/cluster/clusters';
import { useMembers } from '../areas/cluster/members';
import { isSameConnection, nameOf } from '../areas/connections/choice';
import { useConnection } from '../areas/connections/current';
import { areas, openArea } from './areas';
import { registerCommands, type Command } from './commands';
import { showConnection } from './show-connection';
import { useDock } from './dock';

/** Registers what the shell itself can do; `actions` are those that `App.vue` holds the state of. */
export function registerShellCommands(actions: { openPalette: () => void; toggleTheme: () => void }): void {
  const { t } = useI18n();
  const dock = useDock();
  const clusters = useClusters();
  const connection = useConnection();
  const members = useMembers();
  const view = () => t('shell.command.view');
  const ofCluster = () => t('shell.command.cluster');

  registerCommands((): readonly Command[] => [
    ...areas
      .filter(({ place }) => place === 'rail')
      .map((area, index) => ({
        id: `area.${area.id}`,
        title: t('shell.command.show', { area: t(area.title) }),
        group: view(),
        shortcut: `Mod+${index + 1}`,
        run: () => openArea(area.id),
      })),
    {
      id: 'area.settings',
      title: t('shell.command.show', { area: t('shell.area.settings') }),
      group: view(),
      shortcut: 'Mod+,',
      run: () => openArea('settings'),
    },
    {
      id: 'dock.toggle',
      title: t('shell.command.toggleDock'),
      group: view(),
      shortcut: 'Mod+J',
      run: () => (dock.open.value = !dock.open.value),
    },
    {
      id: 'dock.logs',
      title: t('shell.command.logs'),
      group: view(),
      shortcut: 'Mod+Shift+L',
      run: () => dock.showLogs(null),
    },
    {
      id: 'dock.terminal',
      title: t('shell.command.terminal'),
      group: view(),
      shortcut: 'Mod+`',
      run: () => dock.show('terminal'),
    },
    {
      id: 'dock.commands',
      title: t('shell.command.commands'),
      group: view(),
      run: () => dock.show('commands'),
    },
    { id: 'theme.toggle', title: t('shell.command.theme'), group: view(), run: actions.toggleTheme },
    { id: 'palette', title: t('shell.palette.label'), shortcut: 'Mod+K', run: actions.openPalette },
    {
      id: 'cluster.refresh',
      title: t('shell.command.refresh'),
      group: ofCluster(),
      shortcut: 'F5',
      enabled: () => connection.ref !== null,
      run: () => void members.refresh(),
    },
    {
      id: 'cluster.new',
      title: t('shell.command.newCluster'),
      group: ofCluster(),
      shortcut: 'Mod+Alt+N',
      run: () => clusters.openCreate(),
    },
    ...connection.connections.map(({ ref, name }) => ({
      id: `connection.show.${nameOf(ref)}`,
      title: t('shell.connection.switchTo', { name }),
      group: t('connections.command.group'),
      enabled: () => !isSameConnection(ref, connection.ref),
      run: () => showConnection(ref),
    })),
  ]);
}
