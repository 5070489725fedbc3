import type { FailureValue } from '@shared/contract/failures';
import { failureText } from '../../i18n/failure-text';
import { t } from '../../i18n/text';

/** What follows from saved connections that could not be read. */
export function unreadText(problem: FailureValue): string {
  return problem.code === 'FILE_NEWER' ? t('connections.notRead') : failureText(problem).next;
}
