/**
 * Shortcuts are written `Mod+Shift+L`, `Mod+,` or `F5`: modifiers first, then the key as `KeyboardEvent.key` gives
 * it, in any case. `Mod` is Command on a Mac and Control elsewhere.
 */
export interface KeyPress {
  readonly key: string;
  /** The position on the keyboard, such as `KeyN`. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export const isMac = typeof navigator !== 'undefined' && /Mac/.test(navigator.userAgent);

/** Whether a key press matches the shortcut; modifiers that it does not name must be up. */
export function isShortcut(shortcut: string, press: KeyPress, mac = isMac): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1) ?? '';
  const has = (modifier: string) => parts.includes(modifier, 0) && modifier !== key;
  return (
    isKey(key, press, mac) &&
    (mac ? press.metaKey : press.ctrlKey) === has('Mod') &&
    !(mac ? press.ctrlKey : press.metaKey) &&
    press.shiftKey === has('Shift') &&
    press.altKey === has('Alt')
  );
}

/** On a Mac, Option changes the character of a letter key, so letters are recognised by position there. */
function isKey(key: string, press: KeyPress, mac: boolean): boolean {
  if (mac && press.altKey && /^[a-z]$/i.test(key)) return press.code === `Key${key.toUpperCase()}`;
  return press.key.toLowerCase() === key.toLowerCase();
}

const macSigns: Readonly<Record<string, string>> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };

/** The shortcut as users write it: `Ctrl+Shift+L`, or `⌘⇧L` on a Mac. */
export function shortcutText(shortcut: string, mac = isMac): string {
  const parts = shortcut.split('+');
  if (mac) return parts.map((part) => macSigns[part] ?? part).join('');
  return parts.map((part) => (part === 'Mod' ? 'Ctrl' : part)).join('+');
}
