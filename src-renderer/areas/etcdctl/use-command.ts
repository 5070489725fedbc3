import type { CommandRow } from '@shared/contract/etcdctl';
import { t } from '../../i18n/text';
import { engine, engineInfo } from '../../rpc/engine';
import { useDock } from '../../navigation/dock';
import { copyText } from '../../ui/clipboard';
import { showToast } from '../../ui/overlays/toast';
import { announceFailure } from '../../words/announce';
import { typeIntoTerminal } from '../../navigation/terminal-input';

/** Longer lines are too long to type and to read, but can be copied. Characters. */
const TYPED_AT_MOST = 16 * 1024;

/** The actions on a command of the log. */
export function useCommand() {
  const dock = useDock();

  /** The whole line; null and a toast when it is unavailable. */
  async function lineOf({ seq }: CommandRow): Promise<string | null> {
    try {
      const { line } = await engine.etcdctl.line({ seq });
      if (line === null) showToast({ tone: 'warn', title: t('etcdctl.gone') });
      return line;
    } catch (error) {
      announceFailure(error);
      return null;
    }
  }

  async function copy(row: CommandRow): Promise<void> {
    const line = await lineOf(row);
    if (line === null) return;
    const done = await copyText(line);
    showToast(
      done ? { tone: 'ok', title: t('etcdctl.copied') } : { tone: 'warn', title: t('ui.copyFailed') },
    );
  }

  /** Why it cannot be typed into a terminal, in words; null when it can. */
  function hindrance(row: CommandRow): string | null {
    if (engineInfo.value?.terminal !== true) return t('etcdctl.noTerminal');
    if (row.hindrance) return t(`etcdctl.hindrance.${row.hindrance}`);
    return row.length > TYPED_AT_MOST ? t('etcdctl.tooLong') : null;
  }

  /**
   * Types it into a terminal of its connection and shows that terminal; pressing Enter is left to the user.
   * Shows a toast when that fails.
   */
  async function typeInTerminal(row: CommandRow): Promise<void> {
    const hindered = hindrance(row);
    if (hindered !== null) {
      showToast({ tone: 'warn', title: hindered });
      return;
    }
    const line = await lineOf(row);
    if (line === null) return;
    if (!(await typeIntoTerminal(row.connection, line))) return;
    dock.show('terminal');
  }

  return { copy, hindrance, typeInTerminal };
}
