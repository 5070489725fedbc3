import type { ITheme } from '@xterm/xterm';

/** A terminal uses the window's colours, and follows later theme changes. */
export function themeOf(style: CSSStyleDeclaration = getComputedStyle(document.documentElement)): ITheme {
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const mixed = (name: string, alpha: string) => `${token(name)}${alpha}`;
  return {
    background: token('surface'),
    foreground: token('ink'),
    cursor: token('accent'),
    cursorAccent: token('surface'),
    selectionBackground: mixed('accent', '4d'),
    scrollbarSliderBackground: mixed('ink-faint', '40'),
    scrollbarSliderHoverBackground: mixed('ink-faint', '80'),
    scrollbarSliderActiveBackground: mixed('ink-faint', 'a0'),
    black: token('sunken'),
    red: token('danger'),
    green: token('ok'),
    yellow: token('leader'),
    blue: token('follower'),
    magenta: token('candidate'),
    cyan: token('learner'),
    white: token('ink-muted'),
    brightBlack: token('ink-faint'),
    brightRed: token('danger-strong'),
    brightGreen: token('ok'),
    brightYellow: token('warn'),
    brightBlue: token('accent'),
    brightMagenta: token('cutoff'),
    brightCyan: token('learner'),
    brightWhite: token('ink'),
  };
}

/** The colours of search matches and of the current match, as `#rrggbb`, which the search requires. */
export function hitColours(style: CSSStyleDeclaration = getComputedStyle(document.documentElement)) {
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const hit = mix(token('surface'), token('accent'), 0.22);
  const active = mix(token('surface'), token('warn'), 0.5);
  return {
    matchBackground: hit,
    activeMatchBackground: active,
    matchOverviewRuler: hit,
    activeMatchColorOverviewRuler: active,
  };
}

/** Mixes two `#rrggbb` colours: `share` of the second, the rest of the first. */
export function mix(one: string, other: string, share: number): string {
  const parts = (colour: string) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const others = parts(other);
  const mixed = parts(one).map((part, index) => Math.round(part + ((others[index] ?? 0) - part) * share));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** The fonts of the window's monospaced text. */
export function fontFamily(): string {
  return getComputedStyle(document.documentElement).getPropertyValue('--font-mono').trim() || 'monospace';
}

/** Calls `listener` when the theme changes; returns a function that stops that. */
export function onTheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
