import { useI18n } from 'vue-i18n';
import { registerCommands, type Command } from '../../shell/commands';
import { isAlive, isRunning } from './choice';
import { useClusters, type Question } from './clusters';
import { useMembers } from './members';
import { useTableCopies } from './table-copies';
import { useNodeActions } from './use-node-actions';
import { useNodes } from './use-nodes';

/** Registers what can be done with the cluster that is shown; making, showing and refreshing are the shell's. */
export function registerClusterCommands(): void {
  const { t } = useI18n();
  const clusters = useClusters();
  const members = useMembers();
  const { cluster, leader } = useNodes();
  const { act } = useNodeActions();
  const { copy } = useTableCopies();

  registerCommands((): readonly Command[] => {
    const shown = cluster.value;
    if (!shown) return [];
    const { id, nodes } = shown;
    const running = isRunning(shown);
    const stopped = nodes.filter((node) => !isAlive(node)).map(({ name }) => name);
    const command = (name: string, enabled: boolean, run: () => void): Command => ({
      id: `cluster.${name}`,
      title: t(`cluster.command.${name}`),
      group: t('cluster.title'),
      enabled: () => enabled,
      run,
    });
    const ask = (about: Question['about'], enabled = true) =>
      command(about, enabled, () => {
        clusters.asking = { about, cluster: id };
      });
    const known = (members.state?.rows.length ?? 0) > 0;
    return [
      command('start', !running, () => void clusters.start(id)),
      command('stop', running, () => void clusters.stop(id)),
      command('killLeader', leader.value !== null, () => {
        if (leader.value) act('kill', leader.value);
      }),
      command('startRest', running && stopped.length > 0, () => void clusters.startNodes(id, stopped)),
      command('copyText', known, () => copy('text')),
      command('copyTable', known, () => copy('table')),
      command('copyJson', known, () => copy('json')),
      ask('rename'),
      ask('duplicate'),
      ask('etcd', !running),
      ask('remove'),
    ];
  });
}
