import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { show } from '../steps/process.mjs';

/** Vite's notice about a default of a later version, which concerns no run of ours. */
const QUIET = { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' };

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * Runs some of the projects of vitest.config.ts, shown as they go.
 * @param {string} root @param {string[]} projects @param {NodeJS.ProcessEnv} env
 * @param {string[]} [wrapper] a command that runs it, such as xvfb-run
 * @returns {Promise<Counts>}
 */
export async function vitest(root, projects, env, wrapper = []) {
  const report = join(root, '.cache', `vitest-${process.pid}.json`);
  const command = [
    ...wrapper,
    process.execPath,
    join(root, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    ...projects.flatMap((name) => ['--project', name]),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const { code } = await show(command[0] ?? '', command.slice(1), {
    cwd: root,
    env: { ...env, ...QUIET },
    group: true,
  });
  const counts = countsOf(readReport(report), code);
  rmSync(report, { force: true });
  return counts;
}

/**
 * The counts of a report. A skipped test is a failed one: it proves nothing. So is a run that failed without a
 * failed test (a file that could not be loaded, an error between tests, no report at all).
 * @param {Report | null} report @param {number} code
 * @returns {Counts}
 */
export function countsOf(report, code) {
  const passed = report?.numPassedTests ?? 0;
  const failed = report ? report.numFailedTests + report.numPendingTests + report.numTodoTests : 0;
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed };
}

/** @typedef {Record<'numPassedTests' | 'numFailedTests' | 'numPendingTests' | 'numTodoTests', number>} Report */

/** @returns {Report | null} */
function readReport(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
