import { isShortcut, isMac, type KeyPress } from '../../actions/shortcut';

/** What a key does to a terminal itself; all others go to its shell. */
export type KeyAction = 'copy' | 'paste' | 'search' | 'leave';

/**
 * Ctrl+Shift+C, V and F, since Ctrl with a letter is the shell's; on a Mac Command. F6 leaves the terminal, whose shell
 * takes every other key, Tab and Escape included. `selected`: Ctrl+Insert copies only what there is.
 */
export function keyAction(press: KeyPress, selected: boolean, mac = isMac): KeyAction | null {
  const is = (shortcut: string) => isShortcut(shortcut, press, mac);
  if (is('F6')) return 'leave';
  if (is(mac ? 'Mod+f' : 'Mod+Shift+f')) return 'search';
  if (is(mac ? 'Mod+v' : 'Mod+Shift+v') || is('Shift+Insert')) return 'paste';
  if (is(mac ? 'Mod+c' : 'Mod+Shift+c') || (selected && is('Mod+Insert'))) return 'copy';
  return null;
}
