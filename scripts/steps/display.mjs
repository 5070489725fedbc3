import { connect } from 'node:net';
import { isAbsolute, join } from 'node:path';

const LIMIT_MS = 2000;

/**
 * Why no window can be opened here, or null when one can. Systems other than Linux always have a display. On Linux
 * the display named in the environment must also answer, since the variables easily outlive a display.
 * @param {NodeJS.ProcessEnv} [env] @param {string} [platform]
 * @returns {Promise<string | null>}
 */
export async function displayProblem(env = process.env, platform = process.platform) {
  if (platform !== 'linux') return null;
  const displays = [wayland(env), ...x11(env.DISPLAY)].filter((target) => target !== null);
  if (displays.length === 0) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  for (const display of displays) if (await answers(display)) return null;
  return `the display ${env.WAYLAND_DISPLAY ?? env.DISPLAY} does not answer`;
}

/** @typedef {{ path: string } | { host: string, port: number }} Target */

/** @returns {Target | null} */
function wayland(/** @type {NodeJS.ProcessEnv} */ { WAYLAND_DISPLAY: name, XDG_RUNTIME_DIR: folder }) {
  if (!name) return null;
  if (isAbsolute(name)) return { path: name };
  return folder ? { path: join(folder, name) } : null;
}

/**
 * Where the display `host:N.screen` listens: `:N` is a socket in the file system or an abstract one, a host is TCP.
 * @param {string | undefined} display
 * @returns {Target[]}
 */
export function x11(display) {
  const match = /^(?<host>[^:]*):(?<number>\d+)(\.\d+)?$/.exec(display ?? '');
  if (!match?.groups) return [];
  const { host = '', number = '0' } = match.groups;
  if (host !== '' && host !== 'unix') return [{ host, port: 6000 + Number(number) }];
  const path = `/tmp/.X11-unix/X${number}`;
  return [{ path }, { path: `\0${path}` }];
}

/** @returns {Promise<boolean>} */
function answers(/** @type {Target} */ target) {
  return new Promise((resolve) => {
    const socket = connect({ ...target, timeout: LIMIT_MS });
    const end = (/** @type {boolean} */ answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
