import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Every colour of a theme by its token's name, as 0 to 1 for red, green and blue. */
type Colours = ReadonlyMap<string, readonly [number, number, number]>;

const themes = ['light', 'dark'] as const;
const css = readFileSync('src-renderer/styles/tokens.css', 'utf8');

/** The colours that are in force with a theme: those of every theme, then those of this one. */
function coloursOf(theme: (typeof themes)[number]): Colours {
  const colours = new Map<string, readonly [number, number, number]>();
  const bare = css.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/@media[^{]*\{[^]*?\}\s*\}/g, '');
  for (const [, selectors = '', body = ''] of bare.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const named = selectors.split(',').map((each) => each.trim());
    if (!named.includes(':root') && !named.includes(`:root[data-theme='${theme}']`)) continue;
    for (const [, name = '', hex = ''] of body.matchAll(/--([\w-]+):\s*#([\da-f]{6});/g)) {
      const part = (from: number) => Number.parseInt(hex.slice(from, from + 2), 16) / 255;
      colours.set(name, [part(0), part(2), part(4)]);
    }
  }
  return colours;
}

function colour(colours: Colours, name: string): readonly [number, number, number] {
  const found = colours.get(name);
  if (!found) throw new Error(`tokens.css has no colour --${name}`);
  return found;
}

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** The contrast of two colours as WCAG 2 defines it: 1 to 21. */
function contrast(colours: Colours, one: string, other: string): number {
  const luminance = (name: string) => {
    const [red, green, blue] = colour(colours, name);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** How different two colours look, as their distance in OKLab; black and white are 1 apart. */
function difference(colours: Colours, one: string, other: string): number {
  const lab = (name: string): readonly [number, number, number] => {
    const [red, green, blue] = colour(colours, name).map(linear) as [number, number, number];
    const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
    const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
    const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
    return [
      0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
      1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
      0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
    ];
  };
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

const grounds = ['canvas', 'surface', 'raised', 'sunken', 'hover'];
const roles = ['leader', 'follower', 'candidate', 'learner', 'paused', 'cutoff', 'down'];
const states = ['ok', 'warn', 'danger', 'accent'];
const inks = ['ink', 'ink-muted', 'ink-faint'];
const syntax = ['syntax-name', 'syntax-string', 'syntax-number', 'syntax-word'];
const connections = Array.from({ length: 10 }, (_, number) => `connection-${number}`);
/** A colour and the one that text or an icon on it has. */
const filled = [
  ['accent', 'on-accent'],
  ['accent-strong', 'on-accent'],
  ['danger', 'on-danger'],
  ['danger-strong', 'on-danger'],
  ['leader-fill', 'on-leader'],
] as const;

describe.each(themes)('the colours of the %s theme', (theme) => {
  it('keep 4.5:1 between every text and every ground', () => {
    const colours = coloursOf(theme);
    const low = [...inks, ...roles, ...states, ...syntax].flatMap((text) =>
      grounds
        .filter((ground) => contrast(colours, text, ground) < 4.5)
        .map((ground) => `${text} on ${ground}`),
    );
    expect(low).toEqual([]);
    expect(filled.filter(([fill, text]) => contrast(colours, fill, text) < 4.5)).toEqual([]);
  });

  it('keep 3:1 between a stroke that says something and every ground', () => {
    const colours = coloursOf(theme);
    const low = ['stroke', 'leader-line', ...roles, ...states, ...connections].flatMap((stroke) =>
      grounds
        .filter((ground) => contrast(colours, stroke, ground) < 3)
        .map((ground) => `${stroke} on ${ground}`),
    );
    expect(low).toEqual([]);
  });

  it('let nobody take a leader for a warning, or a connection for either', () => {
    const colours = coloursOf(theme);
    expect(difference(colours, 'leader', 'warn')).toBeGreaterThan(0.08);
    expect(difference(colours, 'warn', 'danger')).toBeGreaterThan(0.08);
    const like = connections.filter((each) =>
      ['leader', 'leader-fill'].some((leader) => difference(colours, each, leader) < 0.08),
    );
    expect(like).toEqual([]);
  });
});
