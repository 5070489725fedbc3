import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IConfiguration } from 'dependency-cruiser';
import { cruise } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const { forbidden = [], options = {} } = createRequire(import.meta.url)(
  '../../.dependency-cruiser.cjs',
) as IConfiguration;

/** For each rule, imports that it must refuse: the importing file and the imported one. */
const refused: Record<string, readonly (readonly [from: string, to: string])[]> = {
  'no-circles': [['src-main/local/plan-parts.ts', 'src-main/local/plan.ts']],
  'all-found': [['src-main/local/lost.ts', './not-there']],
  'sources-know-no-tests': [
    ['src-main/local/uses-test.ts', 'src-main/local/plan.test.ts'],
    ['src-main/local/uses-support.ts', 'test/support/ports.ts'],
  ],
  'shared-knows-no-side': [
    ['src-shared/contract/a.ts', 'src-main/base/log.ts'],
    ['src-shared/contract/b.ts', 'src-renderer/rpc/engine.ts'],
  ],
  'shared-runs-anywhere': [['src-shared/contract/c.ts', 'node:fs']],
  'renderer-knows-no-engine': [['src-renderer/areas/keys/a.ts', 'src-main/base/log.ts']],
  'renderer-knows-no-node': [['src-renderer/areas/keys/b.ts', 'node:path']],
  'engine-knows-no-renderer': [['src-main/rpc/a.ts', 'src-renderer/rpc/engine.ts']],
  'engine-knows-no-host': [
    ['src-main/engine.ts', 'src-main/serve/main.ts'],
    ['src-main/base/host.ts', 'src-main/desktop/main.ts'],
  ],
  'hosts-apart': [['src-main/serve/window.ts', 'src-main/desktop/main.ts']],
  'base-is-the-floor': [['src-main/base/up.ts', 'src-main/local/plan.ts']],
  'etcd-knows-no-area': [['src-main/etcd/up.ts', 'src-main/local/plan.ts']],
  'grpc-in-links-only': [
    ['src-main/members/dials.ts', '@grpc/grpc-js'],
    ['src-main/etcd/links/dials.ts', '@grpc/grpc-js'],
    ['src-main/etcd/calls/dials.ts', '@grpc/grpc-js'],
  ],
  'rpc-knows-no-area': [['src-main/rpc/down.ts', 'src-main/local/plan.ts']],
  'areas-know-no-rpc': [
    ['src-main/local/up.ts', 'src-main/rpc/streams.ts'],
    ['src-main/members/up.ts', 'src-main/engine.ts'],
  ],
  'areas-apart': [
    ['src-main/toolchain/side.ts', 'src-main/local/plan.ts'],
    ['src-main/local/side.ts', 'src-main/toolchain/toolchain.ts'],
  ],
  'electron-in-desktop-only': [['src-main/serve/electron.ts', 'electron']],
  'components-in-ui-only': [['src-renderer/areas/keys/c.ts', 'reka-ui']],
  'window-areas-apart': [['src-renderer/areas/keys/side.ts', 'src-renderer/areas/watch/view.ts']],
  'window-areas-know-no-frame': [
    ['src-renderer/areas/keys/up.ts', 'src-renderer/shell/theme.ts'],
    ['src-renderer/areas/keys/top.ts', 'src-renderer/areas.ts'],
  ],
  'ground-knows-no-area': [
    ['src-renderer/words/up.ts', 'src-renderer/areas/keys/a.ts'],
    ['src-renderer/connection/up.ts', 'src-renderer/shell/theme.ts'],
  ],
  'ui-knows-no-room': [
    ['src-renderer/ui/up.ts', 'src-renderer/areas/keys/a.ts'],
    ['src-renderer/ui/side.ts', 'src-renderer/words/format.ts'],
  ],
  'client-knows-no-view': [['src-renderer/rpc/up.ts', 'src-renderer/ui/button.ts']],
  'texts-by-typed-keys-only': [['src-renderer/areas/keys/texts.ts', 'vue-i18n']],
  'languages-in-one-place': [['src-renderer/areas/keys/english.ts', 'src-renderer/i18n/en/index.ts']],
  'orpc-at-the-seam-only': [
    ['src-main/local/orpc.ts', '@orpc/server'],
    ['src-renderer/areas/keys/orpc.ts', '@orpc/client'],
  ],
};

/** Imports that no rule may refuse. */
const allowed: readonly (readonly [from: string, to: string])[] = [
  ['src-main/desktop/main.ts', 'electron'],
  ['src-main/serve/main.ts', 'src-main/engine.ts'],
  ['src-main/rpc/implementer.ts', '@orpc/server'],
  ['src-main/local/area.ts', 'src-main/rpc/streams.ts'],
  ['src-main/local/watch.ts', 'src-main/members/observer.ts'],
  ['src-main/members/observer.ts', 'src-main/etcd/links/channel.ts'],
  ['src-main/etcd/links/channel.ts', 'src-main/base/log.ts'],
  ['src-main/etcd/links/wire.ts', '@grpc/grpc-js'],
  ['src-renderer/areas/keys/view.ts', 'src-shared/contract/contract.ts'],
  ['src-renderer/areas/keys/tree/row.ts', 'src-renderer/words/format.ts'],
  ['src-renderer/shell/frame.ts', 'src-renderer/areas/keys/view.ts'],
  ['src-renderer/ui/texts.ts', 'src-renderer/i18n/text.ts'],
  ['src-renderer/i18n/text.ts', 'vue-i18n'],
  ['src-renderer/i18n/language.ts', 'src-renderer/i18n/en/index.ts'],
];

const PACKAGES = ['electron', 'reka-ui', 'vue-i18n', '@grpc/grpc-js', '@orpc/server', '@orpc/client'];

let folder = '';
let violations: { rule: string; from: string }[] = [];

/** A made-up source tree that breaks every rule at least once, checked in one run. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-arrows-'));
  const edges = [...Object.values(refused).flat(), ...allowed];
  const targets = edges.map(([, to]) => to).filter((to) => to.includes('.ts'));
  const sources = new Map(targets.map((file) => [file, 'export {};\n']));
  for (const [from, to] of edges) sources.set(from, importOf(from, to));
  sources.set('src-main/local/plan.ts', importOf('src-main/local/plan.ts', 'src-main/local/plan-parts.ts'));
  sources.set('package.json', JSON.stringify({ name: 'house' }));
  for (const name of PACKAGES) {
    sources.set(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
    );
    sources.set(`node_modules/${name}/index.js`, '');
  }
  for (const [path, text] of sources) await write(path, text);
  violations = await look();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the arrows of the house', () => {
  it('have an example here for each rule', () => {
    expect(Object.keys(refused).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  const cases = Object.entries(refused).flatMap(([rule, edges]) =>
    edges.map((edge) => [rule, ...edge] as const),
  );
  it.each(cases)('%s refuses that %s imports %s', (rule, from) => {
    expect(violations).toContainEqual({ rule, from });
  });

  it.each(allowed)('let %s import %s', (from) => {
    expect(violations.filter((violation) => violation.from === from)).toEqual([]);
  });
});

/** Turns a path of the tree into a relative import; a package keeps its name. */
function importOf(from: string, to: string): string {
  const inHouse = /^(src-|test\/)/.test(to);
  const up = '../'.repeat(dirname(from).split('/').length);
  return `import '${inHouse ? up + to.replace(/\.ts$/, '') : to}';\nexport {};\n`;
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function look(): Promise<{ rule: string; from: string }[]> {
  const { output } = await cruise(['src-shared', 'src-main', 'src-renderer'], {
    ...options,
    baseDir: folder,
    ruleSet: { forbidden },
    validate: true,
  });
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}
