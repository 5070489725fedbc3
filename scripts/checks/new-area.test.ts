import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeArea } from '../new-area.mjs';

const run = promisify(execFile);
/** What the compilers need of the house. */
const HOUSE = [
  'src-shared',
  'src-main',
  'src-renderer',
  'test/support',
  'package.json',
  'electron.vite.config.ts',
  'vitest.config.ts',
  'visible-templates.ts',
];
const CONFIGS = ['base', 'shared', 'main', 'renderer'].map((name) => `tsconfig.${name}.json`);
/** Two compilers over the whole house, on a busy machine. Milliseconds. */
const COMPILED_WITHIN_MS = 600_000;

let house = '';
beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'quorate-house-'));
  for (const name of [...HOUSE, ...CONFIGS]) await cp(resolve(name), join(house, name), { recursive: true });
  await symlink(resolve('node_modules'), join(house, 'node_modules'));
});
afterAll(() => rm(house, { recursive: true, force: true }));

it(
  'an area is a folder on each side, a contract file, a text file and an entry in four lists; then it compiles',
  async () => {
    const before = await Promise.all(lists().map((file) => readFile(join(house, file), 'utf8')));
    const { made, changed } = makeArea(house, 'sample');
    expect(made).toEqual([
      'src-shared/contract/sample.ts',
      'src-main/sample/area.ts',
      'src-renderer/areas/sample/area.ts',
      'src-renderer/areas/sample/SampleArea.vue',
      'src-renderer/i18n/en/sample.ts',
    ]);
    expect(changed).toEqual(lists());
    const after = await Promise.all(lists().map((file) => readFile(join(house, file), 'utf8')));
    const added = after.map(
      (text, index) => text.split('\n').length - (before[index] ?? '').split('\n').length,
    );
    // An import and an entry.
    expect(added).toEqual([2, 2, 2, 2]);
    await expect(compiled()).resolves.toBe('');
  },
  COMPILED_WITHIN_MS,
);

it('a name that is no word is refused before anything is made', () => {
  expect(() => makeArea(house, 'No name')).toThrow('one word');
});

function lists(): string[] {
  return [
    'src-shared/contract/contract.ts',
    'src-main/areas.ts',
    'src-renderer/areas.ts',
    'src-renderer/i18n/en/index.ts',
  ];
}

/** What the compilers of both sides say: nothing when all is well. */
async function compiled(): Promise<string> {
  const bin = join(house, 'node_modules');
  const of = (script: string, config: string) =>
    run(process.execPath, [join(bin, script), '-p', join(house, config)], { cwd: house }).then(
      ({ stdout }) => stdout,
      (error: unknown) => (error as { stdout: string }).stdout,
    );
  const said = await Promise.all([
    of('typescript/bin/tsc', 'tsconfig.main.json'),
    of('vue-tsc/bin/vue-tsc.js', 'tsconfig.renderer.json'),
  ]);
  return said.join('');
}
