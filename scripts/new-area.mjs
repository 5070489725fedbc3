import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Makes the skeleton of an area: `npm run area -- NAME`. It serves one live state in the engine and shows it in a view
 * of the window. What it touches is what every area touches: see ARCHITECTURE.md.
 */

/** A name that all places can take: one word, as the field writes it. */
const NAME = /^[a-z][a-z0-9]*$/;

/** The lists in which an area has an entry: file, the line to import it, and its entry, before which line. */
const lists = (/** @type {string} */ name) => [
  {
    file: 'src-shared/contract/contract.ts',
    imports: `import { ${name} } from './${name}';`,
    entry: `  ${name},`,
    end: '};',
  },
  {
    file: 'src-main/areas.ts',
    imports: `import { ${name}Area } from './${name}/area';`,
    entry: `  ${name}: ${name}Area,`,
    end: '  // Opened last',
  },
  {
    file: 'src-renderer/areas.ts',
    imports: `import { ${name}Area } from './areas/${name}/area';`,
    entry: `  ${name}Area,`,
    end: '];',
  },
  {
    file: 'src-renderer/i18n/en/index.ts',
    imports: `import ${name} from './${name}';`,
    entry: `  ${name},`,
    end: '};',
  },
];

const titled = (/** @type {string} */ name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** The files of the skeleton, by path. */
const files = (/** @type {string} */ name) => ({
  [`src-shared/contract/${name}.ts`]: `import * as v from 'valibot';
import { live } from './base';

export const ${name}State = v.object({ since: v.string() });

export const ${name} = {
  /** The state of the area. */
  watch: live(v.object({}), ${name}State),
};
`,
  [`src-main/${name}/area.ts`]: `import { LiveValue } from '../base/live';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';

/** Hands in the area. Name here what it needs of the ground. */
export function ${name}Area(_ground: object, os: Implementer['${name}']) {
  const state = new LiveValue({ since: new Date().toISOString() });
  const router = { watch: os.watch.handler(({ signal }) => serveLive(state, signal)) };
  return { router };
}
`,
  [`src-renderer/areas/${name}/area.ts`]: `import { Square } from '@lucide/vue';
import type { Area } from '../../navigation/area';
import ${titled(name)}Area from './${titled(name)}Area.vue';

export const ${name}Area: Area = {
  id: '${name}',
  view: { place: 'rail', title: '${name}.title', icon: Square, component: ${titled(name)}Area },
};
`,
  [`src-renderer/areas/${name}/${titled(name)}Area.vue`]: `<script setup lang="ts">
import { t } from '../../i18n/text';
import { engine } from '../../rpc/engine';
import { useLive } from '../../rpc/live';
import UiFailure from '../../ui/UiFailure.vue';

/** What the area shows. */
const { state, error } = useLive((signal) => engine.${name}.watch({}, { signal }));
</script>

<template>
  <UiFailure v-if="error" class="m-3" :error="error" />
  <p v-else-if="state" class="p-3">{{ t('${name}.since', { since: state.since }) }}</p>
</template>
`,
  [`src-renderer/i18n/en/${name}.ts`]: `export default {
  title: '${titled(name)}',
  since: 'Since {since}',
};
`,
});

/**
 * Makes the area in the house at `root`; returns what it made and what it changed.
 * @param {string} root @param {string} name
 */
export function makeArea(root, name) {
  if (!NAME.test(name)) throw new Error(`"${name}" is not a name for an area: use one word in lower case`);
  const made = files(name);
  for (const [path, text] of Object.entries(made)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: 'wx' });
  }
  const changed = lists(name);
  for (const { file, imports, entry, end } of changed) {
    const path = join(root, file);
    writeFileSync(path, withEntry(readFileSync(path, 'utf8'), imports, entry, end));
  }
  return { made: Object.keys(made), changed: changed.map(({ file }) => file) };
}

/** The text of a list with one more import, and one more entry at its end. */
function withEntry(
  /** @type {string} */ text,
  /** @type {string} */ imports,
  /** @type {string} */ entry,
  /** @type {string} */ end,
) {
  const lines = text.split('\n');
  const lastImport = lines.findLastIndex((line) => line.startsWith('import '));
  const listEnd = lines.findIndex((line, index) => index > lastImport && line.startsWith(end));
  if (lastImport < 0 || listEnd < 0) throw new Error('the list is not where it was expected');
  return [
    ...lines.slice(0, lastImport + 1),
    imports,
    ...lines.slice(lastImport + 1, listEnd),
    entry,
    ...lines.slice(listEnd),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { made, changed } = makeArea(
      dirname(dirname(fileURLToPath(import.meta.url))),
      process.argv[2] ?? '',
    );
    process.stdout.write(
      `made:\n  ${made.join('\n  ')}\nchanged:\n  ${changed.join('\n  ')}\nnext: npm start shows it in the rail; then see ARCHITECTURE.md\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
