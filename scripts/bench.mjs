// npm run bench -- NAME...: measures the figures that design.md limits, one JSON object a line. See
// docs/bench.md.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { displayWrapper, provide } from './checks/needs.mjs';
import { swept } from './checks/swept.mjs';
import { build } from './steps/build.mjs';
import { dependencies } from './steps/dependencies.mjs';
import { installedElectron } from './steps/electron.mjs';
import { alone } from './steps/lock.mjs';
import { checkNode } from './steps/node-version.mjs';
import { runMain, StepFailed } from './steps/say.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const inElectron = process.env.QUORATE_E2E_HOST === 'desktop';

await runMain(async () => {
  checkNode();
  // Measures the sources as they are now.
  await alone(root, async () => {
    await dependencies(root);
    await build(root);
  });
  const wrapper = inElectron ? await window() : [];
  await provide(['etcd', ...(inElectron ? [] : [/** @type {const} */ ('browser')])]);
  const command = [process.execPath, join(root, 'test', 'bench', 'main.mjs'), ...process.argv.slice(2)];
  return swept([...wrapper, ...command], { cwd: root, env: process.env });
});

/**
 * Makes sure that Electron can open a window here.
 * @returns {Promise<string[]>} the command that gives it a display, if there is none
 */
async function window() {
  const runtime = installedElectron(root);
  if ('problem' in runtime)
    throw new StepFailed(runtime.problem, 'npm start downloads it, or set ELECTRON_OVERRIDE_DIST_PATH');
  await provide(['display']);
  return displayWrapper();
}
