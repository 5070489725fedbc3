import { computed, onScopeDispose, readonly, ref, watchEffect, type Ref } from 'vue';
import type { Settings } from '@shared/contract/settings';

export type ThemeChoice = Settings['theme'];
export type Theme = 'light' | 'dark';

/** The storage key that `public/theme-boot.js` reads before the first paint. */
export const THEME_STORED = 'quorate.theme';

/** The theme that results from a choice and the system's preference. */
export function themeOf(choice: ThemeChoice, systemDark: boolean): Theme {
  if (choice !== 'system') return choice;
  return systemDark ? 'dark' : 'light';
}

/** The choice the toggle makes: always the theme that is not on now. */
export function toggled(shown: Theme): Theme {
  return shown === 'dark' ? 'light' : 'dark';
}

/**
 * Applies the chosen theme to the page, and follows the system while that is the choice, until the effect
 * scope ends. While `choice` is null (settings not loaded yet), the stored theme applies. Returns the current
 * theme.
 */
export function useTheme(choice: () => ThemeChoice | null): Readonly<Ref<Theme>> {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  const systemDark = ref(query.matches);
  const onSystem = () => (systemDark.value = query.matches);
  query.addEventListener('change', onSystem);
  onScopeDispose(() => query.removeEventListener('change', onSystem));

  const stored = storedChoice();
  const shown = computed(() => themeOf(choice() ?? stored, systemDark.value));
  watchEffect(() => {
    document.documentElement.dataset['theme'] = shown.value;
    const chosen = choice();
    if (chosen !== null) localStorage.setItem(THEME_STORED, chosen);
  });
  return readonly(shown);
}

function storedChoice(): ThemeChoice {
  const stored = localStorage.getItem(THEME_STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
