import { locale } from './language';
import { t } from './text';

/** Made once: a new one for each list costs as much as the rest of a row. */
const lists = new Intl.ListFormat(locale, { style: 'short', type: 'unit' });

/** Several names as a list, as the language writes it: `a, b`. */
export function formatList(parts: readonly string[]): string {
  return lists.format(parts);
}

/** Several sentences as one text; '' for none. */
export function inTurn(sentences: readonly string[]): string {
  return sentences.reduce((first, second) => (first === '' ? second : t('ui.inTurn', { first, second })), '');
}
