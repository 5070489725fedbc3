import { t, type TextKey } from '../../../i18n/text';
import { copyText } from '../../../ui/clipboard';
import { showToast } from '../../../ui/overlays/toast';
import { showValue } from '../../../values/value-mode';

async function copyAs(text: string, done: TextKey): Promise<void> {
  showToast(
    (await copyText(text)) ? { tone: 'ok', title: t(done) } : { tone: 'warn', title: t('ui.copyFailed') },
  );
}

/** Copies the text of a key or of a folder's prefix, and confirms it. */
export function copyPath(text: string, what: 'key' | 'prefix'): Promise<void> {
  return copyAs(text, what === 'key' ? 'keys.key.copied.key' : 'keys.folder.copied');
}

/** Copies a value as text if it is text, otherwise as hex, and says which. */
export function copyValue(value: Uint8Array): Promise<void> {
  const text = showValue(value, 'text');
  return text.as === 'exact'
    ? copyAs(text.text, 'keys.key.copied.value')
    : copyAs(showValue(value, 'hex').text, 'keys.key.copied.hex');
}
