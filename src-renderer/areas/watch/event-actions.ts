import { Copy, PanelRightOpen } from '@lucide/vue';
import type { EventRow, WatchEvent } from '@shared/contract/watch';
import { t } from '../../i18n/text';
import type { Action } from '../../actions/action';
import { type Actions, useActions } from '../../actions/use-actions';
import { engine } from '../../rpc/engine';
import { showToast } from '../../ui/overlays/toast';
import { copiedKey } from '../../values/key-text';
import { showValue } from '../../values/value-mode';
import { announceFailure, copyAnnounced } from '../../words/announce';

/** The actions on a change in the log of `watch`. */
export function useEventActions(watch: () => string, open: (seq: number) => void): Actions<EventRow> {
  /** A row has only the start of key and value: what is copied is the whole. */
  async function copy(
    { seq }: EventRow,
    of: (event: WatchEvent) => string,
    copied: (event: WatchEvent) => string,
  ): Promise<void> {
    try {
      const event = await engine.watch.event({ watch: watch(), seq });
      if (event) await copyAnnounced(of(event), copied(event));
      else showToast({ tone: 'warn', title: t('watch.details.gone') });
    } catch (error) {
      announceFailure(error);
    }
  }
  const keyCopied = ({ key }: WatchEvent) =>
    t(copiedKey(key).as === 'key' ? 'watch.details.keyCopied' : 'keys.key.copied.notation');
  const valueOf = ({ value, previous }: WatchEvent) => {
    const bytes = value ?? previous?.value ?? new Uint8Array(0);
    const text = showValue(bytes, 'text');
    return text.as === 'exact' ? text.text : showValue(bytes, 'hex').text;
  };

  const all: readonly Action<EventRow>[] = [
    {
      id: 'details',
      section: 'open',
      title: () => t('watch.details.show'),
      icon: PanelRightOpen,
      run: ({ seq }) => open(seq),
    },
    {
      id: 'copyKey',
      section: 'copy',
      title: () => t('watch.details.copyKey'),
      icon: Copy,
      run: (row) => void copy(row, ({ key }) => copiedKey(key).text, keyCopied),
    },
    {
      id: 'copyValue',
      section: 'copy',
      title: () => t('watch.details.copyValue'),
      icon: Copy,
      hindrance: ({ value, previous }) =>
        value === null && previous === null ? t('watch.details.noPrevious') : null,
      run: (row) => void copy(row, valueOf, () => t('watch.details.valueCopied')),
    },
  ];
  return useActions('watch.event', all);
}
