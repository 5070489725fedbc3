import { errorDetails } from '../i18n/failure-text';
import { t } from '../i18n/text';
import { LinkLost } from '../rpc/failure';
import { showToast } from '../ui/overlays/toast';

/**
 * Says what nobody expected and nobody caught: a bug in an event handler, a promise that was left alone. A
 * cancelled call is none, and a lost link is said by the window's banner.
 */
export function reportUnexpected(error: unknown): void {
  if (error instanceof LinkLost || (error instanceof Error && error.name === 'AbortError')) return;
  showToast({
    tone: 'danger',
    title: t('shell.unexpected'),
    text: error instanceof Error ? error.message : String(error),
    details: errorDetails(error),
  });
}
