import { displayProblem } from './display.mjs';
import { electron, electronSwitches, sandboxProblem } from './electron.mjs';
import { show } from './process.mjs';
import { say } from './say.mjs';

/** Electron that ends sooner than this, and not well, could not open its window (a missing library, a display). */
const FAILED_START_MS = 10_000;

/** What Chromium has to say of a system without D-Bus, a GPU and the like: it gets along, and so need nobody else mind. */
const CHROMIUM_LOG = /^\[\d+:[\d/.]+:(ERROR|WARNING|INFO):\S+\]/;

/** The app's exit code when another one has the data folder: that one would refuse a browser as well. */
const DATA_FOLDER_TAKEN = 3;

/**
 * Opens the desktop window and stays until it is closed.
 * @param {string} root
 * @returns {Promise<number | null>} the app's exit code; null where no window can be had, which was said
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
