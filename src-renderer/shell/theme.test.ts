import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import { THEME_STORED, themeOf, toggled, useTheme, type ThemeChoice } from './theme';

let systemDark = false;
let announce: () => void = () => undefined;
let stop: () => void = () => undefined;

beforeEach(() => {
  localStorage.clear();
  systemDark = false;
  vi.stubGlobal('matchMedia', () => ({
    get matches() {
      return systemDark;
    },
    addEventListener: (_type: string, listener: () => void) => (announce = listener),
    removeEventListener: () => (announce = () => undefined),
  }));
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

function use(choice: () => ThemeChoice | null) {
  const effects = effectScope();
  stop = () => effects.stop();
  return effects.run(() => useTheme(choice));
}
const onPage = () => document.documentElement.dataset['theme'];

test('a choice is a theme, and "system" is what the system prefers', () => {
  expect(themeOf('light', true)).toBe('light');
  expect(themeOf('system', true)).toBe('dark');
  expect(themeOf('system', false)).toBe('light');
});

test('the toggle goes to the theme that is not shown', () => {
  expect(toggled('dark')).toBe('light');
  expect(toggled('light')).toBe('dark');
});

test('the page takes the chosen theme, and keeps it for the next start', async () => {
  const choice = ref<ThemeChoice | null>('dark');
  use(() => choice.value);
  expect(onPage()).toBe('dark');
  expect(localStorage.getItem(THEME_STORED)).toBe('dark');
  choice.value = 'light';
  await nextTick();
  expect(onPage()).toBe('light');
  expect(localStorage.getItem(THEME_STORED)).toBe('light');
});

test('until the settings are here the stored choice holds', () => {
  localStorage.setItem(THEME_STORED, 'dark');
  use(() => null);
  expect(onPage()).toBe('dark');
});

test('"system" follows the system while the window is open', async () => {
  use(() => 'system');
  expect(onPage()).toBe('light');
  systemDark = true;
  announce();
  await nextTick();
  expect(onPage()).toBe('dark');
});
