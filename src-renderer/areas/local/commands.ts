import { useI18n } from 'vue-i18n';
import { registerCommands, type Command } from '../../actions/commands';
import { isAlive, isRunning } from '../../connection/running';
import { useClusters, type Question } from './state/clusters';
import { useNodeActions } from './node/use-node-actions';
import { useNodes } from './node/use-nodes';

/** Registers what can be done with the clusters of this machine; showing one is the shell's. */
export function registerLocalCommands(): void {
  const { t } = useI18n();
  const clusters = useClusters();
  const { cluster, leader } = useNodes();
  const { act } = useNodeActions();

  registerCommands((): readonly Command[] => {
    const group = t('members.title');
    const create: Command = {
      id: 'local.new',
      title: t('local.header.new'),
      group,
      shortcut: 'Mod+Alt+N',
      run: () => clusters.openCreate(),
    };
    const shown = cluster.value;
    if (!shown) return [create];
    const { id, nodes } = shown;
    const running = isRunning(shown);
    const stopped = nodes.filter((node) => !isAlive(node)).map(({ name }) => name);
    const command = (name: string, enabled: boolean, run: () => void): Command => ({
      id: `local.${name}`,
      title: t(`local.command.${name}`),
      group,
      enabled: () => enabled,
      run,
    });
    const ask = (about: Question['about'], enabled = true) =>
      command(about, enabled, () => {
        clusters.asking = { about, cluster: id };
      });
    return [
      create,
      command('start', !running, () => void clusters.start(id)),
      command('stop', running, () => void clusters.stop(id)),
      command('killLeader', leader.value !== null, () => {
        if (leader.value) act('kill', leader.value);
      }),
      command('startRest', running && stopped.length > 0, () => void clusters.startNodes(id, stopped)),
      ask('rename'),
      ask('duplicate'),
      ask('etcd', !running),
      ask('remove'),
    ];
  });
}
