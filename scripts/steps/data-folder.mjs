import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where the app keeps its data. The same rule as in src-main/base/data-folder.ts, repeated because this runs
 * before anything is built.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function dataFolder(env = process.env) {
  if (env.QUORATE_DATA) return resolve(env.QUORATE_DATA);
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Quorate');
  if (process.platform === 'win32')
    return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Quorate');
  // The XDG specification says to ignore a relative path.
  const base =
    env.XDG_DATA_HOME && isAbsolute(env.XDG_DATA_HOME)
      ? env.XDG_DATA_HOME
      : join(homedir(), '.local', 'share');
  return join(base, 'quorate');
}

/**
 * The path of an etcd that the user set in the app, or null, also when there are no settings yet.
 * @param {string} folder
 */
export function etcdPathSetting(folder) {
  try {
    const path = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')).etcdPath;
    return typeof path === 'string' ? path : null;
  } catch {
    return null;
  }
}
