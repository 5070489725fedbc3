import { readdirSync, readFileSync } from 'node:fs';
import { compileScript, parse } from 'vue/compiler-sfc';
import { expect, it } from 'vitest';
import { READ, visible } from '../../visible-templates';

/** A component as the build compiles it: its template is a part of its setup. */
function compiled(source: string): string {
  const { descriptor } = parse(source, { filename: 'Sample.vue' });
  const compilerOptions = { nodeTransforms: [visible] };
  const options = { id: 'sample', inlineTemplate: true, templateOptions: { compilerOptions } };
  return compileScript(descriptor, options).content;
}

const filesOf = (...ends: readonly string[]) =>
  readdirSync('src-renderer', { recursive: true, encoding: 'utf8' })
    .map((name) => `src-renderer/${name}`)
    .filter((file) => ends.some((end) => file.endsWith(end)));

const sample = (template: string) =>
  compiled(`<script setup lang="ts">const { text } = defineProps<{ text: string }>();</script>
<template><div>${template}</div></template>`);

it('a template says whatever it says by way of what makes it visible', () => {
  expect(sample('a {{ text }}')).toContain('_toDisplayString(_shown(__props.text))');
  expect(sample('a {{ text }}').match(/import \{ shown as _shown \}/g)).toHaveLength(1);
  expect(sample('a')).not.toContain('_shown');
});

it.each(READ)('so does an attribute that is read: %s', (name) => {
  expect(sample(`<i :${name}="text" />`)).toContain('_shown(__props.text, true)');
  expect(sample(`<i :${name}="text + 1" />`)).toContain('_shown(__props.text + 1, true)');
});

it('what is put into a field, and what is no text, stays as it is', () => {
  expect(sample('<input :value="text" :id="text" :aria-describedby="text" />')).not.toContain('_shown');
});

it('line ends stay where the place keeps them, and in its inner parts', () => {
  const inLines = '_shown(__props.text, true)';
  expect(sample('<pre>{{ text }}</pre>')).toContain(inLines);
  expect(sample('<p class="whitespace-pre-wrap"><b>{{ text }}</b></p>')).toContain(inLines);
  expect(sample('<p class="whitespace-pre">{{ text }}</p>')).not.toContain(inLines);
  expect(sample('<pre>a</pre>{{ text }}')).not.toContain(inLines);
});

it.each(['electron.vite.config.ts', 'vitest.config.ts'])('%s compiles templates that way', (file) => {
  const source = readFileSync(file, 'utf8');
  expect(source).toContain('vueWithVisibleText()');
  expect(source).not.toContain("'@vitejs/plugin-vue'");
});

/** Ways to put text into the page that no template sees. What is there now is ours, or visible already. */
const PAST =
  /\b(?:innerHTML|outerHTML|innerText|textContent|insertAdjacent\w+|createTextNode)\b|document\.title|setAttribute\(/;
const KNOWN = new Set(['src-renderer/ui/editor/hex.ts', 'src-renderer/areas/terminal/screen.ts']);

it('nothing else puts text into the page', () => {
  const files = filesOf('.ts', '.vue').filter((file) => !/\.(?:test|fixture)\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(300);
  const past = files.filter((file) => PAST.test(readFileSync(file, 'utf8')));
  expect(new Set(past)).toEqual(KNOWN);
  expect(files.filter((file) => /\bv-(?:html|text)\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
});
