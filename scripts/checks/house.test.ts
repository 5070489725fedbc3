import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { houseProblems } from './house.mjs';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'quorate-house-'));
});

afterEach(() => rmSync(root, { recursive: true }));

/** Writes files at their paths from the root. */
function house(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

const files = (folder: string, count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${folder}/f${at}.txt`, '']));

describe('the folders of the house', () => {
  it('are fine when their imports go one way, also through packages and files of their own', () => {
    house({
      'src-main/a/a.ts':
        "import { b } from '../b/b';\nimport { c } from './c';\nimport { join } from 'node:path';",
      'src-main/a/c.ts': "import { a } from './a';",
      'src-main/b/b.ts': "import { s } from '@shared/contract/s';",
      'src-shared/contract/s.ts': "import { x } from 'valibot';",
    });
    expect(houseProblems(root)).toEqual([]);
  });

  it.each([
    ['a value', "import { a } from '../a/a';"],
    ['a type alone', "import type {\n  A,\n} from '../a/a';"],
    ['something that it exports again', "export * from '../a/a';"],
    ['nothing but an effect', "import '../a/a';"],
    ['something at the time it is needed', "const a = () => import('../a/a');"],
    ['a type in an expression', "type A = import('../a/a').A;"],
  ])('must not need each other, even when one takes %s', (_, back) => {
    house({ 'src-main/a/a.ts': "import { b } from '../b/b';", 'src-main/b/b.ts': back });
    expect(houseProblems(root)).toEqual([
      [
        'these folders need each other: src-main/a, src-main/b',
        '  src-main/a/a.ts imports from src-main/b',
        '  src-main/b/b.ts imports from src-main/a',
      ].join('\n'),
    ]);
  });

  it('must not need each other by way of others, as components and within a folder of both', () => {
    house({
      'src-renderer/areas/one/One.vue':
        '<script setup lang="ts">\nimport Two from \'../two/Two.vue\';\n</script>',
      'src-renderer/areas/two/Two.vue': "<script setup>\nimport { ring } from './ring/ring';\n</script>",
      'src-renderer/areas/two/ring/ring.ts': "import type { One } from '../../one/one';",
      'src-renderer/areas/one/one.ts': '',
      'src-renderer/main.ts': "import One from './areas/one/One.vue';",
    });
    expect(houseProblems(root)).toEqual([
      expect.stringContaining(
        'these folders need each other: src-renderer/areas/one, src-renderer/areas/two, src-renderer/areas/two/ring\n',
      ),
    ]);
  });

  it('are told apart when two pairs need each other', () => {
    house({
      'src-main/a/a.ts': "import '../b/b';\nimport '../c/c';",
      'src-main/b/b.ts': "import '../a/a';",
      'src-main/c/c.ts': "import '../d/d';",
      'src-main/d/d.ts': "import '../c/c';",
    });
    expect(houseProblems(root).map((text) => text.split('\n')[0])).toEqual([
      'these folders need each other: src-main/c, src-main/d',
      'these folders need each other: src-main/a, src-main/b',
    ]);
  });

  it('may need each other in tests', () => {
    house({
      'src-main/a/a.ts': "import { b } from '../b/b';",
      'src-main/b/b.ts': '',
      'src-main/b/b.test.ts': "import { a } from '../a/a';",
    });
    expect(houseProblems(root)).toEqual([]);
  });

  it('have at most 30 files, whatever they are, below folders as well', () => {
    house({
      ...files('test/support', 31),
      ...files('src-renderer/ui', 30),
      ...files('src-renderer/ui/parts', 30),
    });
    expect(houseProblems(root)).toEqual(['test/support has 31 files: part it (at most 30)']);
  });

  it('may have more of generated files', () => {
    house(files('src-main/etcd/gen', 31));
    expect(houseProblems(root)).toEqual([]);
  });
});
