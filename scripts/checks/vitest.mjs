import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { show } from '../steps/process.mjs';

/** Vite's notice about a default of a later version, which concerns no run of ours. */
const QUIET = { VITE_CONFIG_NATIVE_IGNORE_WARNING: 'true' };

/** @typedef {{ passed: number, failures: string[] }} Counts failures: what failed, each with why */

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
  const counts = countsOf(readReport(report), code, root);
  rmSync(report, { force: true });
  return counts;
}

/**
 * What a report says. A skipped test is a failed one: it proves nothing. So is a run that failed without a failed
 * test (a file that could not be loaded, an error between tests, no report at all).
 * @param {Report | null} report @param {number} code @param {string} [root] paths are told from here
 * @returns {Counts}
 */
export function countsOf(report, code, root = '') {
  const files = report?.testResults ?? [];
  const failures = files.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status !== 'passed')
      .map(({ fullName, status, failureMessages }) =>
        [`${relative(root, name)}: ${fullName} (${status})`, ...(failureMessages ?? [])].join('\n'),
      ),
  );
  if (code !== 0 && failures.length === 0) {
    const unloaded = files.filter(({ message }) => message);
    failures.push(...unloaded.map(({ name, message }) => `${relative(root, name)}\n${message}`));
    if (unloaded.length === 0)
      failures.push(`the tests ended with ${code}, and no test failed: see their output`);
  }
  return { passed: report?.numPassedTests ?? 0, failures };
}

/**
 * Of vitest's report, what is read.
 * @typedef {{ fullName: string, status: string, failureMessages?: string[] | null }} TestResult
 * @typedef {{ name: string, message?: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{ numPassedTests: number, testResults: FileResult[] }} Report
 */

/** @returns {Report | null} */
function readReport(/** @type {string} */ file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}
