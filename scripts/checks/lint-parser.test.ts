import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Linter } from 'eslint';
import tseslint from 'typescript-eslint';
import * as vueParser from 'vue-eslint-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typedParser } from './lint-parser.mjs';

const SAVE = 'export const save = (): Promise<void> => Promise.resolve();\n';
const component = (statement: string) =>
  `<script setup lang="ts">\nimport { save } from './save';\n${statement}\n</script>\n<template><p>{{ save() }}</p></template>\n`;

let folder = '';
let linter: Linter;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'quorate-lint-')));
  linter = new Linter({ cwd: folder });
  const compilerOptions = { strict: true, target: 'es2022', moduleResolution: 'bundler', types: [] };
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: ['*.ts', '*.vue'] }),
  );
  writeFileSync(join(folder, 'save.ts'), SAVE);
  writeFileSync(join(folder, 'Save.vue'), component('save();'));
  writeFileSync(join(folder, 'Other.vue'), component('void save();'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** The lines on which a promise is left alone, and the programs that files took their types from. */
function lint(onDisk: boolean, files: readonly (readonly [name: string, text: string])[]) {
  const parser = typedParser({ project: join(folder, 'tsconfig.json'), components: folder, onDisk });
  const programs = new Set<unknown>();
  const seen = {
    parseForESLint(code: string, options: { filePath: string }) {
      const result = parser.parseForESLint(code, options);
      const { services } = result as unknown as { services: { program: unknown } };
      if ('project' in options && options.project) programs.add(services.program);
      return result;
    },
  };
  const parserOptions = {
    parser: seen,
    project: './tsconfig.json',
    extraFileExtensions: ['.vue'],
    tsconfigRootDir: folder,
  };
  const lines = files.flatMap(([name, text]) =>
    linter
      .verify(
        text,
        {
          files: ['**/*.ts', '**/*.vue'],
          languageOptions: { parser: vueParser, parserOptions },
          plugins: { ts: tseslint.plugin },
          rules: { 'ts/no-floating-promises': 'error' },
        },
        join(folder, name),
      )
      .map(({ line, message }) => `${name}:${line} ${message.split(' ', 3).join(' ')}`),
  );
  return { lines, programs: programs.size };
}

describe('the typed parser of the lint step', () => {
  it('has one program for all files, and types in the script of a component', () => {
    expect(
      lint(true, [
        ['save.ts', SAVE],
        ['Save.vue', component('save();')],
        ['Other.vue', component('void save();')],
      ]),
    ).toEqual({ lines: ['Save.vue:3 Promises must be'], programs: 1 });
  });

  it.each([true, false])('takes a text that is not on the disk as it is (on disk: %s)', (onDisk) => {
    expect(lint(onDisk, [['Other.vue', component('save();')]]).lines).toEqual([
      'Other.vue:3 Promises must be',
    ]);
  });
});
