import { errorDetails } from '../i18n/failure-text';
import { i18n } from '../i18n/i18n';
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
    title: i18n.global.t('shell.unexpected'),
    text: error instanceof Error ? error.message : String(error),
    details: errorDetails(error),
  });
}
