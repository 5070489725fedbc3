import { errorDetails } from '../i18n/failure-text';
import { t } from '../i18n/text';
import { LinkLost } from '../rpc/failure';
import { showToast } from '../ui/overlays/toast';

/**
 * Reports an error that nobody expected and nobody caught: a bug in an event handler, an unhandled promise.
 * Ignores cancelled calls, and lost links, which the window's banner reports.
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
