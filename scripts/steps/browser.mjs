import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { displayProblem } from './display.mjs';
import { isProgram, onPath } from './programs.mjs';
import { isRoot } from './system.mjs';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'msedge',
  'brave-browser',
];

const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser'];
const WINDOWS = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];

/**
 * The system's Chromium, under any of its names, or null.
 * @returns {string | null}
 */
export function chromium(env = process.env) {
  const installed = {
    darwin: MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
    win32: [env.ProgramFiles, env['ProgramFiles(x86)'], env.LOCALAPPDATA].flatMap((folder) =>
      folder ? WINDOWS.map((path) => join(folder, path)) : [],
    ),
  };
  const known = process.platform in installed ? installed[process.platform] : [];
  return known.find(isProgram) ?? onPath(NAMES, env);
}

/**
 * How to show a page here: in a Chromium with its own window, or with whatever the system opens URLs with; null
 * when there is neither.
 * @param {string} url
 * @returns {Promise<{ command: string, args: string[] } | null>}
 */
export async function browserFor(url) {
  if ((await displayProblem()) !== null) return null;
  const own = chromium();
  if (own) {
    const sandbox = process.platform === 'linux' && isRoot ? ['--no-sandbox'] : [];
    return { command: own, args: [...sandbox, '--no-first-run', `--app=${url}`] };
  }
  if (process.platform === 'darwin') return { command: 'open', args: [url] };
  if (process.platform === 'win32')
    return { command: 'rundll32', args: ['url.dll,FileProtocolHandler', url] };
  const opener = onPath(['xdg-open']);
  return opener ? { command: opener, args: [url] } : null;
}

/**
 * Opens the browser and leaves it running: it belongs to the user and outlives this script.
 * @param {{ command: string, args: string[] }} browser
 */
export function open({ command, args }) {
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
