import { writeFileSync } from 'node:fs';

/** The variable that names the file for the counts. */
export const COUNTS_FILE = 'QUORATE_TEST_COUNTS';

/** @typedef {{ passed: number, failures: string[] }} Counts failures: what failed, each with why */

/**
 * Of Vitest's errors and tests, what is read.
 * @typedef {{ message: string, stack?: string | undefined, VITEST_TEST_NAME?: string }} TestError
 * @typedef {{ fullName: string, result: () => { state: string, errors?: readonly TestError[] | undefined } }} Test
 * @typedef {{ fullName: string, errors: () => readonly TestError[] }} Suite
 * @typedef {{
 *   relativeModuleId: string,
 *   errors: () => readonly TestError[],
 *   children: { allTests: () => Iterable<Test>, allSuites: () => Iterable<Suite> },
 * }} TestModule
 */

/** Reports the outcome of a run to `npm test`: Vitest's own JSON omits the errors between tests. */
export default class CountsReporter {
  onTestRunEnd(/** @type {readonly TestModule[]} */ modules, /** @type {readonly TestError[]} */ between) {
    writeFileSync(process.env[COUNTS_FILE] ?? '', JSON.stringify(countsOf(modules, between)));
  }
}

/**
 * A skipped test counts as failed, because it proves nothing. So does each error outside of a test: in a file that
 * could not be loaded, in a suite's setup and teardown, or in no test in particular (`between`).
 * @param {readonly TestModule[]} modules @param {readonly TestError[]} between
 * @returns {Counts}
 */
export function countsOf(modules, between) {
  const failures = between.map((error) => told(`during ${error.VITEST_TEST_NAME ?? 'no test'}`, [error]));
  let passed = 0;
  for (const module of modules) {
    const { relativeModuleId: file, children } = module;
    if (module.errors().length > 0) failures.push(told(file, module.errors()));
    for (const suite of children.allSuites())
      if (suite.errors().length > 0) failures.push(told(`${file}: ${suite.fullName}`, suite.errors()));
    for (const test of children.allTests()) {
      const { state, errors: why } = test.result();
      if (state === 'passed') passed++;
      else failures.push(told(`${file}: ${test.fullName} (${state})`, why ?? []));
    }
  }
  return { passed, failures };
}

function told(/** @type {string} */ what, /** @type {readonly TestError[]} */ errors) {
  return [
    what,
    ...errors.map(({ message, stack }) => (stack?.includes(message) ? stack : `${message}\n${stack ?? ''}`)),
  ]
    .join('\n')
    .trim();
}
