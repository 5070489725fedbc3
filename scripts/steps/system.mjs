import { onPath } from './programs.mjs';
import { run } from './process.mjs';

export const isRoot = process.getuid?.() === 0;

/** Whether this script may install Debian's packages: it runs as root, and apt-get exists. */
export function mayInstallPackages() {
  return process.platform === 'linux' && isRoot && onPath(['apt-get']) !== null;
}

/** @param {readonly string[]} packages */
export function installCommand(packages) {
  return `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
}

/**
 * Installs the system's packages; fetches the package lists only when the first try fails without them.
 * @param {readonly string[]} packages
 * @returns {Promise<string | null>} why it failed, or null
 */
export async function installPackages(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const args = installCommand(packages).split(' ').slice(1);
  const first = await run('apt-get', args, { env });
  if (first.code === 0) return null;
  const update = await run('apt-get', ['update'], { env });
  if (update.code !== 0) return update.tail;
  const second = await run('apt-get', args, { env });
  return second.code === 0 ? null : second.tail;
}
