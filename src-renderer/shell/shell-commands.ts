import { isSameConnection, nameOf } from '../connection/choice';
import { useConnection } from '../connection/current';
import { t } from '../i18n/text';
import { useAreas } from '../navigation/area';
import { openArea } from '../navigation/shown-area';
import { registerCommands, type Command } from '../actions/commands';
import { showConnection } from './show-connection';
import { useDock } from '../navigation/dock';

/** Registers the shell's own commands; `actions` are those whose state `App.vue` holds. */
export function registerShellCommands(actions: { openPalette: () => void; toggleTheme: () => void }): void {
  const views = useAreas().flatMap(({ id, view }) => (view ? [{ id, ...view }] : []));
  const dock = useDock();
  const connection = useConnection();
  const view = () => t('shell.command.view');

  registerCommands((): readonly Command[] => [
    ...views
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
      title: t('shell.command.show', { area: t('settings.title') }),
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
      id: 'dock.etcdctl',
      title: t('shell.command.etcdctl'),
      group: view(),
      run: () => dock.show('etcdctl'),
    },
    { id: 'theme.toggle', title: t('shell.command.theme'), group: view(), run: actions.toggleTheme },
    { id: 'palette', title: t('shell.palette.label'), shortcut: 'Mod+K', run: actions.openPalette },
    ...connection.connections.map(({ ref, name }) => ({
      id: `connection.show.${nameOf(ref)}`,
      title: t('shell.connection.switchTo', { name }),
      group: t('connections.command.group'),
      enabled: () => !isSameConnection(ref, connection.ref),
      run: () => showConnection(ref),
    })),
  ]);
}
