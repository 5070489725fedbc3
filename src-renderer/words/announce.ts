import { errorDetails, errorText } from '../i18n/failure-text';
import { i18n } from '../i18n/i18n';
import { failureOf } from '../rpc/failure';
import { copyText } from '../ui/clipboard';
import { showToast } from '../ui/overlays/toast';

/** What happened and what to do, as one text. */
export function failureSentence(error: unknown): string {
  const { what, next } = errorText(error, (key, named) => i18n.global.t(key, named));
  return `${what} ${next}`;
}

/** Shows a failed action as a toast; what nobody expected brings its details, to be copied. */
export function announceFailure(error: unknown): void {
  showToast({
    tone: 'danger',
    title: i18n.global.t('ui.failed'),
    text: failureSentence(error),
    details: failureOf(error) ? undefined : errorDetails(error),
  });
}

/** Copies, and says whether it went well; `what` is a word such as "endpoint". */
export async function copyAnnounced(text: string, what: string): Promise<void> {
  const done = await copyText(text);
  showToast(
    done
      ? { tone: 'ok', title: i18n.global.t('ui.copiedWhat', { what }) }
      : { tone: 'warn', title: i18n.global.t('ui.copyFailed') },
  );
}
