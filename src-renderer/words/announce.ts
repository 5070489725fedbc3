import { errorDetails, failureSentence } from '../i18n/failure-text';
import { t } from '../i18n/text';
import { failureOf } from '../rpc/failure';
import { copyText } from '../ui/clipboard';
import { showToast } from '../ui/overlays/toast';

/** Shows a failed action as a toast; what nobody expected brings its details, to be copied. `title` says what failed. */
export function announceFailure(error: unknown, title = t('ui.failed')): void {
  showToast({
    tone: 'danger',
    title,
    text: failureSentence(error),
    details: failureOf(error) ? undefined : errorDetails(error),
  });
}

/** Copies, and reports whether that worked; `copied` is the text that says so. */
export async function copyAnnounced(text: string, copied: string): Promise<void> {
  const done = await copyText(text);
  showToast(done ? { tone: 'ok', title: copied } : { tone: 'warn', title: t('ui.copyFailed') });
}
