import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.mjs';
import { say, StepFailed, timed } from './say.mjs';

/**
 * Installs what package-lock.json names, when what is installed differs from it.
 * @param {string} root
 */
export async function dependencies(root) {
  const why = outOfDate(root);
  if (why === null) {
    say('dependencies', 'as package-lock.json says');
    return;
  }
  const { code, tail } = await timed('dependencies', `installing with npm ci: ${why}`, () => npmCi(root));
  if (code === 0) return;
  throw new StepFailed(
    `npm ci failed:\n${tail}`,
    'check that the npm registry can be reached (npm ping), then run the same command again',
  );
}

/**
 * Why an installation is needed, or null. npm keeps its own account of what it installed, and writes it last:
 * it is compared with the lock file, package by package. Optional packages are left out, since most of them are
 * for other systems.
 * @param {string} root
 */
export function outOfDate(root) {
  const account = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(account)) return 'nothing is installed yet';
  const installed = packagesOf(account);
  const wanted = packagesOf(join(root, 'package-lock.json'));
  for (const [path, entry] of wanted) {
    if (path === '' || entry.optional === true) continue;
    if (installed.get(path)?.integrity !== entry.integrity)
      return `${nameOf(path)} ${entry.version} is missing`;
  }
  for (const path of installed.keys()) if (!wanted.has(path)) return `${nameOf(path)} is not wanted any more`;
  return null;
}

/** @returns {Map<string, { version?: string, integrity?: string, optional?: boolean }>} */
function packagesOf(/** @type {string} */ file) {
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages));
}

function nameOf(/** @type {string} */ path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** By the npm that runs us where there is one: on Windows `npm` itself is a batch file. */
function npmCi(/** @type {string} */ root) {
  // Everything that the build needs is a development dependency, whatever NODE_ENV says.
  const args = ['ci', '--loglevel=error', '--include=dev', '--include=optional'];
  const own = process.env.npm_execpath;
  return own
    ? run(process.execPath, [own, ...args], { cwd: root })
    : run('npm', args, { cwd: root, shell: process.platform === 'win32' });
}
