import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { noticesOf, shippedPackages } from '../steps/notices.mjs';

/** Licences that let us ship the package under ours, with its notice. */
const ALLOWED = new Set([
  'MIT',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  '(Apache-2.0 AND BSD-3-Clause)',
  '(MIT OR CC0-1.0)',
]);
const shipped = shippedPackages(resolve('.'));

it('what ships has licences that let us ship it', () => {
  expect(shipped.length).toBeGreaterThan(30);
  expect(shipped.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['vue', 'electron', 'tailwindcss', '@grpc/grpc-js', '@vue/runtime-core']),
  );
  expect(shipped.filter(({ licence }) => !ALLOWED.has(licence))).toEqual([]);
});

it('THIRD-PARTY-NOTICES is what `npm run notices` writes', () => {
  expect(readFileSync('THIRD-PARTY-NOTICES', 'utf8') === noticesOf(shipped)).toBe(true);
});
