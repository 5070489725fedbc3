import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './process.mjs';
import { timed } from './say.mjs';
import { isRoot } from './system.mjs';

/** Long enough to download 120 MB on a slow line. */
const DOWNLOAD_LIMIT_MS = 15 * 60_000;

/** @typedef {{ executable: string } | { problem: string }} Runtime */

/**
 * The Electron runtime: the folder of ELECTRON_OVERRIDE_DIST_PATH, or the one in node_modules.
 * @param {string} root @param {NodeJS.ProcessEnv} [env]
 * @returns {Runtime}
 */
export function installedElectron(root, env = process.env) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH;
  const folder = override || join(root, 'node_modules', 'electron', 'dist');
  const executable = join(folder, executableName());
  if (override) {
    if (existsSync(executable)) return { executable };
    return { problem: `ELECTRON_OVERRIDE_DIST_PATH has no ${executableName()}` };
  }
  if (existsSync(executable) && versionIn(folder) === wantedVersion(root)) return { executable };
  return { problem: "Electron's runtime is not downloaded yet" };
}

/**
 * The same, but downloads a missing runtime with Electron's own installer, which checks its checksum.
 * @param {string} root
 * @returns {Promise<Runtime>}
 */
export async function electron(root) {
  const found = installedElectron(root);
  if ('executable' in found || process.env.ELECTRON_OVERRIDE_DIST_PATH) return found;
  const script = join(root, 'node_modules', 'electron', 'install.js');
  const version = wantedVersion(root);
  const { code, output } = await timed('electron', `downloading the runtime ${version}`, () =>
    run(process.execPath, [script], { cwd: root, signal: AbortSignal.timeout(DOWNLOAD_LIMIT_MS) }),
  );
  if (code === 0) return installedElectron(root);
  return { problem: `Electron ${version} could not be downloaded (${reasonIn(output)})` };
}

/**
 * Electron's switches: Chromium's sandbox does not work as root.
 * @returns {string[]}
 */
export function electronSwitches() {
  return process.platform === 'linux' && isRoot ? ['--no-sandbox'] : [];
}

/**
 * Why Chromium's sandbox cannot work for this user, and how to fix that, or null. Systems that deny user
 * namespaces to ordinary programs (Ubuntu since 23.10) need its helper to belong to root.
 * @param {string} executable
 */
export function sandboxProblem(executable) {
  if (process.platform !== 'linux' || isRoot) return null;
  const restricted =
    readFlag('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    readFlag('/proc/sys/kernel/unprivileged_userns_clone') === '0';
  const helper = join(dirname(executable), 'chrome-sandbox');
  const status = statSync(helper, { throwIfNoEntry: false });
  const helps = status !== undefined && status.uid === 0 && (status.mode & 0o4000) !== 0;
  if (!restricted || helps) return null;
  return `this system wants Electron's sandbox helper owned by root: sudo chown root "${helper}" && sudo chmod 4755 "${helper}"`;
}

function executableName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

function versionIn(/** @type {string} */ folder) {
  return readFlag(join(folder, 'version')).replace(/^v/, '');
}

/** @returns {string} */
function wantedVersion(/** @type {string} */ root) {
  return JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version;
}

function readFlag(/** @type {string} */ file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

/** The line of a stack trace with the error. */
function reasonIn(/** @type {string} */ output) {
  const line = output.split('\n').find((text) => /Error|failed|certificate|timed? ?out/i.test(text));
  return (line ?? output.trim().split('\n')[0] ?? '').trim() || 'it took too long';
}
