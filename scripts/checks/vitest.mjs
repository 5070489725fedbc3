import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { show } from '../steps/process.mjs';
import { COUNTS_FILE } from './reporter.mjs';

/** Hides Vite's notice about a default of a later version, which does not matter to our runs. */
const QUIET = { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' };

/** @typedef {import('./reporter.mjs').Counts} Counts */

/**
 * Runs some of the projects of vitest.config.ts, shown as they go.
 * @param {string} root @param {string[]} projects @param {NodeJS.ProcessEnv} env
 * @param {{ wrapper?: string[], workers?: number }} [options] a command that runs it, such as xvfb-run; and how many
 * files run at a time, when not as many as vitest.config.ts says
 * @returns {Promise<Counts>}
 */
export async function vitest(root, projects, env, { wrapper = [], workers } = {}) {
  const file = join(root, '.cache', `counts-${process.pid}.json`);
  mkdirSync(dirname(file), { recursive: true });
  const command = [
    ...wrapper,
    process.execPath,
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    ...(workers === undefined ? [] : [`--maxWorkers=${workers}`]),
    '--reporter=default',
    `--reporter=${join(root, 'scripts', 'checks', 'reporter.mjs')}`,
  ];
  const { code } = await show(command[0] ?? '', command.slice(1), {
    cwd: root,
    env: { ...env, ...QUIET, [COUNTS_FILE]: file },
    group: true,
  });
  const counts = withCode(readCounts(file), code);
  rmSync(file, { force: true });
  return counts;
}

/**
 * Adds a failure to a run that failed without one.
 * @param {Counts | null} counts null when none were written @param {number} code that the run ended with
 * @returns {Counts}
 */
export function withCode(counts, code) {
  const { passed, failures } = counts ?? { passed: 0, failures: [] };
  const ended = (code !== 0 || !counts) && failures.length === 0;
  return { passed, failures: ended ? [`the tests ended with ${code}, and say no more`] : failures };
}

/** @returns {Counts | null} */
function readCounts(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
