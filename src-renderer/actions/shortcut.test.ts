import { expect, test } from 'vitest';
import { isShortcut, shortcutText } from './shortcut';

const press = (key: string, held: readonly string[] = []) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  metaKey: held.includes('meta'),
  shiftKey: held.includes('shift'),
  altKey: held.includes('alt'),
});

test.each([
  ['Mod+J', press('j', ['ctrl']), true],
  ['Mod+J', press('J', ['ctrl', 'shift']), false],
  ['Mod+Shift+L', press('L', ['ctrl', 'shift']), true],
  ['Mod+J', press('j'), false],
  ['Mod+J', press('j', ['ctrl', 'alt']), false],
  ['Mod+J', press('j', ['meta']), false],
  ['Mod+,', press(',', ['ctrl']), true],
  ['F5', press('F5'), true],
  ['F5', press('F5', ['ctrl']), false],
])('%s against a press on Linux or Windows', (shortcut, pressed, is) => {
  expect(isShortcut(shortcut, pressed, false)).toBe(is);
});

test('Mod is the Command key on a Mac, and Control is not', () => {
  expect(isShortcut('Mod+J', press('j', ['meta']), true)).toBe(true);
  expect(isShortcut('Mod+J', press('j', ['ctrl']), true)).toBe(false);
});

test('a letter with Option on a Mac is known by its place, whatever character it makes', () => {
  const option = { ...press('Dead', ['meta', 'alt']), code: 'KeyN' };
  expect(isShortcut('Mod+Alt+N', option, true)).toBe(true);
  expect(isShortcut('Mod+Alt+C', option, true)).toBe(false);
});

test('a shortcut reads as its system writes it', () => {
  expect(shortcutText('Mod+Shift+L', false)).toBe('Ctrl+Shift+L');
  expect(shortcutText('Mod+Shift+L', true)).toBe('⌘⇧L');
});
