import { isShortcut, isMac, type KeyPress } from '../../actions/shortcut';

/** What a key does to the terminal itself; all other keys go to its shell. */
export type KeyAction = 'copy' | 'paste' | 'search' | 'leave';

/**
 * Ctrl+Shift+C, V and F, because Ctrl with a letter belongs to the shell; on a Mac, Command. F6 leaves the
 * terminal, whose shell receives every other key, including Tab and Escape. `selected`: whether text is
 * selected, which Ctrl+Insert needs to copy.
 */
export function keyAction(press: KeyPress, selected: boolean, mac = isMac): KeyAction | null {
  const is = (shortcut: string) => isShortcut(shortcut, press, mac);
  if (is('F6')) return 'leave';
  if (is(mac ? 'Mod+f' : 'Mod+Shift+f')) return 'search';
  if (is(mac ? 'Mod+v' : 'Mod+Shift+v') || is('Shift+Insert')) return 'paste';
  if (is(mac ? 'Mod+c' : 'Mod+Shift+c') || (selected && is('Mod+Insert'))) return 'copy';
  return null;
}
