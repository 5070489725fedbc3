import { showToast } from '../../ui/toast';
import { i18n } from '../../i18n/i18n';

/** Shows a failed action as a toast. */
export function announceFailure(error: unknown): void {
  showToast({ tone: 'danger', title: i18n.global.t('cluster.failed'), text: String(error) });
}
