import { expect, it } from 'vitest';
import { labelParts } from './tree-row';

it.each([
  ['Users', 'us', true, ['Us*', 'ers']],
  ['Users', 'us', false, ['Users']],
  ['aXbx', 'x', true, ['a', 'X*', 'b', 'x*']],
  ['a.b', '.', false, ['a', '.*', 'b']],
  ['a\\\\b', '\\\\', true, ['a', '\\\\*', 'b']],
  ['ГОРОД', 'род', true, ['ГО', 'РОД*']],
] as const)(
  'of %s the search %s marks what it finds, whatever the case: %s',
  (label, search, ignoreCase, parts) => {
    const shown = labelParts(label, search, ignoreCase).map(({ text, hit }) => (hit ? `${text}*` : text));
    expect(shown).toEqual(parts);
  },
);
