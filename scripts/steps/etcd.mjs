import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, etcdPathSetting } from './data-folder.mjs';
import { everyOnPath, isProgram, onPath, program } from './programs.mjs';
import { run } from './process.mjs';
import { say, timed } from './say.mjs';
import { installPackages, mayInstallPackages } from './system.mjs';

const PACKAGES = ['etcd-server', 'etcd-client'];
/** A program that does not print its version within this time is unusable. Milliseconds. */
const VERSION_LIMIT_MS = 5000;
/** The oldest supported version. */
const OLDEST = [3, 4];

/**
 * Finds an etcd. As root on Debian, installs one when there is none: the official release that the app offers, checked
 * as in the app, or Debian's, which is older, when that cannot be had. Finding none is not a failure: the window offers
 * to download one.
 * @param {string} root
 */
export async function etcd(root) {
  const folder = dataFolder();
  const found = (await findEtcd(folder)) ?? ((await installEtcd(root)) ? await findEtcd(folder) : null);
  if (found) say('etcd', `${found.version} at ${found.path}`);
  else say('etcd', 'none found; the window will offer to download one');
}

/**
 * The first etcd that runs and is not too old, in the app's order of preference: the path in the settings, the
 * app's own folder, PATH.
 * @param {string} folder the app's data folder @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ path: string, version: string } | null>}
 */
export async function findEtcd(folder, env = process.env) {
  for (const path of candidates(folder, env)) {
    const { output } = await run(path, ['--version'], { signal: AbortSignal.timeout(VERSION_LIMIT_MS) });
    const version = /etcd Version: (\S+)/.exec(output)?.[1];
    if (version === undefined) continue;
    if (isUsable(version)) return { path, version };
    say('etcd', `${version} at ${path} is older than ${OLDEST.join('.')}, which the app needs`);
  }
  return null;
}

/** @param {string} version */
function isUsable(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** @param {string} folder the app's data folder @param {NodeJS.ProcessEnv} [env] */
export function candidates(folder, env = process.env) {
  const setting = etcdPathSetting(folder);
  const own = foldersIn(join(folder, 'etcd')).map((name) => join(folder, 'etcd', name, program('etcd')));
  return [...(setting === null ? [] : [binaryIn(setting)]), ...own, ...everyOnPath('etcd', env)];
}

/** The user may name the binary, or its folder. */
function binaryIn(/** @type {string} */ path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return path;
  const files = [join(path, program('etcd')), join(path, 'bin', program('etcd'))];
  return files.find(isProgram) ?? path;
}

function foldersIn(/** @type {string} */ folder) {
  try {
    return readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

/** @param {string} root */
async function installEtcd(root) {
  if (!mayInstallPackages()) return false;
  const official = await installOfficial(root);
  if ('version' in official) {
    say('etcd', `installed the official ${official.version}, checked by its SHA-256`);
    return true;
  }
  say(
    'etcd',
    `the official release could not be had (${official.why}); Debian's is older, and cannot tell all that the app shows`,
  );
  const failure = await timed('etcd', `installing ${PACKAGES.join(', ')} with apt-get`, () =>
    installPackages(PACKAGES),
  );
  if (failure !== null) {
    say('etcd', `apt-get failed: ${failure.split('\n').at(-1) ?? ''}`);
    return false;
  }
  if (await serviceRuns())
    say('etcd', 'the package started a service of its own; to stop it: systemctl disable --now etcd');
  return true;
}

/** With systemd, Debian's package starts an etcd on the default ports. Our clusters use other ports. */
async function serviceRuns() {
  return onPath(['systemctl']) !== null && (await run('systemctl', ['is-active', 'etcd'])).code === 0;
}

/**
 * Installs the official release with the app's own code, which must have been built.
 * @param {string} root @param {string[]} version another one than the app offers @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ version: string } | { why: string }>}
 */
export async function installOfficial(root, version = [], env = process.env) {
  const program = join(root, 'out', 'main', 'install-etcd.js');
  const { code, output } = await run(process.execPath, [program, ...version], { env });
  const line = output.trim().split('\n').at(-1) ?? '';
  try {
    const told = JSON.parse(line);
    return code === 0 ? { version: String(told.version) } : { why: whyOf(told) };
  } catch {
    return { why: line };
  }
}

/** A failure's code, what it is about, and its reason where it has one. */
function whyOf(
  /** @type {{ code: string, url?: string, reason?: { kind: string } }} */ { code, url, reason },
) {
  return [code, url, reason?.kind].filter((part) => part !== undefined).join(', ');
}
