import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './process.mjs';
import { say, StepFailed, timed } from './say.mjs';

/** npm says first what went wrong, and then at length where. */
const SHOWN_LINES = 12;

/**
 * Installs the packages of package-lock.json if the installed ones differ.
 * @param {string} root
 */
export async function dependencies(root) {
  const why = outOfDate(root);
  if (why === null) {
    say('dependencies', 'as package-lock.json says');
    return;
  }
  const { code, output } = await timed('dependencies', `installing with npm: ${why}`, () => install(root));
  if (code === 0) return;
  const told = output.split('\n').filter((line) => line.trim() !== '');
  throw new StepFailed(
    `npm failed:\n${told.slice(0, SHOWN_LINES).join('\n')}`,
    'check that the npm registry can be reached (npm ping), then run the same command again',
  );
}

/**
 * Why an installation is needed, or null. npm writes its own record of what it installed, as its last step; this
 * compares that record with the lock file, package by package. It skips optional packages: most of them are for
 * other systems, and the lock file need not have those of every system.
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
  for (const [path, entry] of installed)
    if (!wanted.has(path) && entry.optional !== true) return `${nameOf(path)} is not wanted any more`;
  return null;
}

/** @returns {Map<string, { version?: string, integrity?: string, optional?: boolean }>} */
function packagesOf(/** @type {string} */ file) {
  return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')).packages));
}

function nameOf(/** @type {string} */ path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/**
 * Installs the packages of the lock file without changing that file. Not with `npm ci`, which refuses a lock file
 * without the optional packages of every other system, although npm itself writes such lock files (npm/cli issue
 * 4828). Uses the npm that runs this script, if any: on Windows `npm` itself is a batch file.
 */
function install(/** @type {string} */ root) {
  // Includes development dependencies whatever NODE_ENV says, since the build needs them.
  const args = ['install', '--no-save', '--loglevel=error', '--include=dev', '--include=optional'];
  const own = process.env.npm_execpath;
  return own
    ? run(process.execPath, [own, ...args], { cwd: root })
    : run('npm', args, { cwd: root, shell: process.platform === 'win32' });
}
