import { i18n } from '../../../i18n/i18n';
import { copyText } from '../../../ui/clipboard';
import { showToast } from '../../../ui/overlays/toast';
import { showValue } from '../../../values/value-mode';

async function copyAs(text: string, done: string): Promise<void> {
  showToast(
    (await copyText(text))
      ? { tone: 'ok', title: i18n.global.t(done) }
      : { tone: 'warn', title: i18n.global.t('ui.copyFailed') },
  );
}

/** Copies the text of a key or of a folder's prefix, and says so. */
export function copyPath(text: string, what: 'key' | 'prefix'): Promise<void> {
  return copyAs(text, what === 'key' ? 'keys.key.copied.key' : 'keys.folder.copied');
}

/** Copies a value as text where it is one, else as hex, and says which. */
export function copyValue(value: Uint8Array): Promise<void> {
  const text = showValue(value, 'text');
  return text.as === 'exact'
    ? copyAs(text.text, 'keys.key.copied.value')
    : copyAs(showValue(value, 'hex').text, 'keys.key.copied.hex');
}
