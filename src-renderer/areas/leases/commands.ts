import { useI18n } from 'vue-i18n';
import { type Command, registerCommands } from '../../actions/commands';
import { useLeases } from './store';

/** Registers what can be done with leases, and with the one that is chosen, as long as they are shown. */
export function registerLeaseCommands(on: {
  readonly grant: () => void;
  readonly revoke: () => void;
  readonly find: () => void;
}): void {
  const { t } = useI18n();
  const leases = useLeases();

  registerCommands((): readonly Command[] => {
    const group = t('leases.title');
    const id = leases.selected;
    const command = (name: string, run: () => void, shortcut?: string): Command => ({
      id: `leases.${name}`,
      title: t(`leases.command.${name}`),
      group,
      shortcut,
      run,
    });
    const always = [command('grant', on.grant, 'Mod+G'), command('find', on.find, 'Mod+F')];
    if (id === null) return always;
    const isKept =
      leases.state?.keepAlives.some((each) => each.id === id && each.state.kind !== 'ended') ?? false;
    return [
      ...always,
      command('once', () => void leases.keepAliveOnce(id)),
      isKept
        ? command('stop', () => void leases.stopKeepAlive(id))
        : command('keep', () => void leases.keepAlive(id)),
      command('revoke', on.revoke),
      command('copyId', () => void leases.copyId(id)),
    ];
  });
}
