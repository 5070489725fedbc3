import { t, type TextKey } from '../../../i18n/text';
import { copyText } from '../../../ui/clipboard';
import { showToast } from '../../../ui/overlays/toast';
import { copiedKey } from '../../../values/key-text';
import type { Draft } from './drafts';
import { isText, showValue } from '../../../values/value-mode';

async function copyAs(text: string, done: TextKey): Promise<void> {
  showToast(
    (await copyText(text)) ? { tone: 'ok', title: t(done) } : { tone: 'warn', title: t('ui.copyFailed') },
  );
}

/** Copies a key itself if it is text, otherwise in notation, and says which. */
export function copyKey(key: Uint8Array): Promise<void> {
  const { text, as } = copiedKey(key);
  return copyAs(text, as === 'key' ? 'keys.key.copied.key' : 'keys.key.copied.notation');
}

/** Copies a folder's prefix the same way. */
export function copyPrefix(prefix: Uint8Array): Promise<void> {
  const { text, as } = copiedKey(prefix);
  return copyAs(text, as === 'key' ? 'keys.folder.copied' : 'keys.folder.copiedNotation');
}

/** Copies a value as text if it is text, otherwise as hex, and says which. */
export function copyValue(value: Uint8Array): Promise<void> {
  return isText(value)
    ? copyAs(showValue(value, 'text').text, 'keys.key.copied.value')
    : copyAs(showValue(value, 'hex').text, 'keys.key.copied.hex');
}

/** Copies the value that an unsaved edit stands for; what was typed while that is invalid. */
export function copyDraft({ bytes, text }: Draft): Promise<void> {
  return bytes ? copyValue(bytes) : copyAs(text, 'keys.key.copied.value');
}
