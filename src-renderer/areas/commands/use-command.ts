import type { CommandRow } from '@shared/contract/etcdctl';
import { useI18n } from 'vue-i18n';
import { engine, engineInfo } from '../../rpc/engine';
import { useDock } from '../../shell/dock';
import { copyText } from '../../ui/clipboard';
import { showToast } from '../../ui/toast';
import { announceFailure } from '../cluster/announce';
import { useTerminals } from '../terminal/open-terminals';

/** A longer line is no pleasure to type, and to look at: it can be copied. Characters. */
const TYPED_AT_MOST = 16 * 1024;

/** What can be done with a command of the log. */
export function useCommand() {
  const { t } = useI18n();
  const dock = useDock();
  const terminals = useTerminals();

  /** The whole line; a toast and null when it cannot be had. */
  async function lineOf({ seq }: CommandRow): Promise<string | null> {
    try {
      const { line } = await engine.etcdctl.line({ seq });
      if (line === null) showToast({ tone: 'warn', title: t('commands.gone') });
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
      done ? { tone: 'ok', title: t('commands.copied') } : { tone: 'warn', title: t('ui.copyFailed') },
    );
  }

  /** Why it cannot be typed in a terminal, in words; null when it can. */
  function hindrance(row: CommandRow): string | null {
    if (engineInfo.value?.terminal !== true) return t('commands.noTerminal');
    if (row.hindrance) return t(`commands.hindrance.${row.hindrance}`);
    return row.length > TYPED_AT_MOST ? t('commands.tooLong') : null;
  }

  /**
   * Types it in a terminal of its connection and shows that; Enter is left to the user. A toast when it cannot be typed.
   */
  async function typeInTerminal(row: CommandRow): Promise<void> {
    const hindered = hindrance(row);
    if (hindered !== null) {
      showToast({ tone: 'warn', title: hindered });
      return;
    }
    const line = await lineOf(row);
    if (line === null) return;
    if (!(await terminals.type(row.connection, line))) return;
    dock.show('terminal');
  }

  return { copy, hindrance, typeInTerminal };
}
