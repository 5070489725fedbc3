import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.mjs';
import { say, StepFailed, timed } from './say.mjs';

const SOURCES = ['src-shared', 'src-main', 'src-renderer', 'resources'];
const CONFIGURATION = [
  'visible-templates.ts',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'package.json',
  'package-lock.json',
];

/**
 * Builds the app into out/ if its sources have changed since the last build.
 * @param {string} root
 */
export async function build(root) {
  const stamp = join(root, 'out', '.built-from');
  const sources = fingerprint(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) {
    say('build', 'up to date');
    return;
  }
  rmSync(stamp, { force: true });
  const { code, tail } = await timed('build', 'building the app', () => compile(root));
  if (code !== 0) {
    throw new StepFailed(
      `the build failed:\n${tail}`,
      'mend what it names (or undo your change), then run the same command again',
    );
  }
  writeFileSync(stamp, sources);
}

/** @param {string} root */
function compile(root) {
  const script = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  return run(process.execPath, [script, 'build', '--logLevel', 'warn'], { cwd: root });
}

/**
 * A hash of everything that a build uses: paths and contents, without tests. Takes some tens of milliseconds.
 * @param {string} root
 */
export function fingerprint(root) {
  const hash = createHash('sha256');
  const files = [...SOURCES.flatMap((folder) => filesIn(root, folder)), ...CONFIGURATION];
  for (const file of files) {
    if (!existsSync(join(root, file))) continue;
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** @returns {string[]} */
function filesIn(/** @type {string} */ root, /** @type {string} */ folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return filesIn(root, path);
      return entry.name.endsWith('.test.ts') ? [] : [path];
    });
}
