import { chromium } from '../steps/browser.mjs';
import { displayProblem } from '../steps/display.mjs';
import { onPath } from '../steps/programs.mjs';
import { StepFailed, timed } from '../steps/say.mjs';
import { installCommand, installPackages, mayInstallPackages } from '../steps/system.mjs';

/**
 * What some tests need of the system: whether it is there, Debian's packages for it, and how else to get it.
 * @type {Record<'etcd' | 'browser' | 'display', { there: () => boolean | Promise<boolean>, packages: string[], elsewhere: string }>}
 */
const needs = {
  etcd: {
    there: () => Boolean(process.env.QUORATE_TEST_ETCD) || (has('etcd') && has('etcdctl')),
    packages: ['etcd-server', 'etcd-client'],
    elsewhere: 'put etcd and etcdctl on PATH (macOS: brew install etcd)',
  },
  browser: {
    there: () => chromium() !== null,
    packages: ['chromium'],
    elsewhere: 'install Chromium or Google Chrome',
  },
  display: {
    there: async () => has('xvfb-run') || (await displayProblem()) === null,
    packages: ['xvfb', 'xauth'],
    elsewhere: 'run the tests where there is a display',
  },
};

/** @typedef {keyof typeof needs} Need */

/**
 * Installs what is missing, if possible; otherwise throws a StepFailed that names the package to install.
 * @param {readonly Need[]} names
 */
export async function provide(names) {
  for (const name of names) {
    const { there, packages, elsewhere } = needs[name];
    if (await there()) continue;
    const todo = `install it and run the same command again: sudo ${installCommand(packages)}; or ${elsewhere}`;
    if (!mayInstallPackages()) throw new StepFailed(`${packages.join(', ')} missing`, todo);
    const failure = await timed(name, `installing ${packages.join(', ')} with apt-get`, () =>
      installPackages(packages),
    );
    if (failure !== null) throw new StepFailed(`apt-get failed:\n${failure}`, todo);
  }
}

/**
 * The command that gives a program a display; empty when there already is one.
 * @returns {Promise<string[]>}
 */
export async function displayWrapper() {
  if ((await displayProblem()) === null) return [];
  return ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1600x1200x24'];
}

function has(/** @type {string} */ name) {
  return onPath([name]) !== null;
}
