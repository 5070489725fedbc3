import { Copy, HeartPulse, RotateCw, Square, Trash2 } from '@lucide/vue';
import type { LeaseRow } from '@shared/contract/leases';
import { t } from '../../i18n/text';
import type { Action } from '../../actions/action';
import { type Actions, useActions } from '../../actions/use-actions';
import { useLeases } from './store';

export type LeaseSubject = Pick<LeaseRow, 'id' | 'keepAlive'>;

/** Whether Quorate is keeping a lease alive now. */
export function isKept({ keepAlive }: LeaseSubject): boolean {
  return keepAlive !== null && keepAlive.kind !== 'ended';
}

/** The actions on a lease. `revoke` asks for confirmation first. */
export function useLeaseActions(revoke: (id: string) => void): Actions<LeaseSubject> {
  const leases = useLeases();

  const all: readonly Action<LeaseSubject>[] = [
    {
      id: 'once',
      section: 'keep',
      title: () => t('leases.action.once'),
      command: t('leases.command.once'),
      icon: RotateCw,
      writes: true,
      run: ({ id }) => void leases.keepAliveOnce(id),
    },
    {
      id: 'keep',
      section: 'keep',
      title: () => t('leases.action.keep'),
      command: t('leases.command.keep'),
      icon: HeartPulse,
      writes: true,
      applies: (lease) => !isKept(lease),
      run: ({ id }) => void leases.keepAlive(id),
    },
    {
      id: 'stop',
      section: 'keep',
      title: () => t('leases.action.stop'),
      command: t('leases.command.stop'),
      icon: Square,
      applies: isKept,
      run: ({ id }) => void leases.stopKeepAlive(id),
    },
    {
      id: 'copyId',
      section: 'copy',
      title: () => t('leases.copyId'),
      command: t('leases.command.copyId'),
      icon: Copy,
      run: ({ id }) => void leases.copyId(id),
    },
    {
      id: 'revoke',
      section: 'revoke',
      title: () => t('leases.action.revoke'),
      command: t('leases.command.revoke'),
      icon: Trash2,
      writes: true,
      destroys: true,
      run: ({ id }) => revoke(id),
    },
  ];
  return useActions('leases', all);
}
