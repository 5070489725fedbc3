import { displayProblem } from './display.mjs';
import { electron, electronSwitches, sandboxProblem } from './electron.mjs';
import { show } from './process.mjs';
import { say } from './say.mjs';

/** An Electron that fails sooner than this could not open its window (a missing library, no display). */
const FAILED_START_MS = 10_000;

/** Chromium's complaints about a system without D-Bus, a GPU and the like, which it copes with. */
const CHROMIUM_LOG = /^\[\d+:[\d/.]+:(ERROR|WARNING|INFO):\S+\]/;

/** The app's exit code when another one uses the data folder: that one would refuse a browser, too. */
const DATA_FOLDER_TAKEN = 3;

/**
 * Opens the desktop window and waits until it is closed.
 * @param {string} root
 * @returns {Promise<number | null>} the app's exit code; null when no window can be opened, after saying so
 */
export async function openWindow(root) {
  const display = await displayProblem();
  if (display !== null) return instead(display);
  const runtime = await electron(root);
  if ('problem' in runtime) return instead(runtime.problem);
  const sandbox = sandboxProblem(runtime.executable);
  if (sandbox !== null) return instead(sandbox);

  const switches = electronSwitches();
  say('window', switches.length > 0 ? `opening, with ${switches.join(' ')} since this is root` : 'opening');
  return launch(root, runtime.executable, switches);
}

/** @param {string} root @param {string} executable @param {string[]} switches */
async function launch(root, executable, switches) {
  let said = '';
  const start = performance.now();
  const { code, told } = await show(executable, [...switches, root], {
    hidden: CHROMIUM_LOG,
    onError: (text) => {
      said = (said + text).slice(-4000);
    },
  });
  const started = performance.now() - start > FAILED_START_MS;
  if (told || started || code === 0 || code === DATA_FOLDER_TAKEN) return code;
  const reason = said.trim().split('\n').at(-1) ?? '';
  return instead(`Electron ended at once with ${code}${reason === '' ? '' : ` (${reason})`}`);
}

/** @param {string} problem @returns {null} */
function instead(problem) {
  say('window', `${problem}; serving to a browser instead`);
  return null;
}
