import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { build } from '../steps/build.mjs';
import { installedElectron } from '../steps/electron.mjs';
import { alone } from '../steps/lock.mjs';
import { run } from '../steps/process.mjs';
import { houseProblems } from './house.mjs';
import { displayWrapper, provide } from './needs.mjs';
import { vitest } from './vitest.mjs';

/**
 * A step of `npm test`. `run` returns the counts of its tests, or a sentence when it was left out; it throws, or
 * returns failures, when it failed. A step with `tests` is watched for what it leaves behind.
 * @typedef {{
 *   name: string,
 *   tests: boolean,
 *   run: (root: string, env: NodeJS.ProcessEnv) => Promise<import('./vitest.mjs').Counts | string>,
 * }} Step
 */

/** Says that a checker ended unexpectedly. */
export class CheckFailed extends Error {}

/**
 * How many test files that mostly wait (for elections, leases and processes) run at a time. On two cores four
 * files at a time took 153 s and two took 275 s, for 148 s and 134 s of processor time.
 */
const WAITING = Math.min(8, 2 * availableParallelism());

/**
 * All of CI's checks, of those without tests the longest first: two run at a time. What tests may need what those
 * without made (the window is of a build).
 * @type {readonly Step[]}
 */
export const steps = [
  check('lint', ['eslint/bin/eslint.js', '.', '--max-warnings', '0']),
  check(
    'types',
    ['typescript/bin/tsc', '-p', 'tsconfig.shared.json'],
    ['typescript/bin/tsc', '-p', 'tsconfig.main.json'],
    ['typescript/bin/tsc', '-p', 'tsconfig.test.json'],
    ['vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.renderer.json'],
  ),
  check('format', ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']),
  check('arrows', [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.cjs'],
    ...['src-shared', 'src-main', 'src-renderer'],
  ]),
  {
    name: 'house',
    tests: false,
    run: async (root) => {
      const problems = houseProblems(root);
      if (problems.length > 0) throw new CheckFailed(problems.join('\n\n'));
      return { passed: 0, failures: [] };
    },
  },
  check('unused', ['knip/bin/knip.js']),
  {
    name: 'build',
    tests: false,
    run: async (root) => {
      await alone(root, () => build(root));
      return { passed: 0, failures: [] };
    },
  },
  tests('unit', ['unit', 'renderer']),
  tests('integration', ['integration'], ['etcd', 'browser'], WAITING),
  tests('contract', ['contract'], ['etcd'], WAITING),
  {
    name: 'e2e-serve',
    tests: true,
    run: async (root, env) => {
      await provide(['etcd', 'browser']);
      return vitest(root, ['e2e'], { ...env, QUORATE_E2E_HOST: 'serve' });
    },
  },
  {
    name: 'e2e-desktop',
    tests: true,
    run: async (root, env) => {
      const runtime = installedElectron(root);
      if ('problem' in runtime)
        return `left out: ${runtime.problem} (npm start downloads it, or set ELECTRON_OVERRIDE_DIST_PATH)`;
      await provide(['etcd', 'display']);
      const wrapper = await displayWrapper();
      return vitest(root, ['e2e'], { ...env, QUORATE_E2E_HOST: 'desktop' }, { wrapper });
    },
  },
];

/**
 * Checkers that say all by their exit code and output, which is shown only when they fail.
 * @param {string} name @param {string[][]} commands each a script in node_modules with its arguments
 * @returns {Step}
 */
function check(name, ...commands) {
  return {
    name,
    tests: false,
    run: async (root, env) => {
      for (const [script = '', ...args] of commands) {
        const file = join(root, 'node_modules', ...script.split('/'));
        const { code, output } = await run(process.execPath, [file, ...args], { cwd: root, env });
        if (code !== 0) throw new CheckFailed(output.trim());
      }
      return { passed: 0, failures: [] };
    },
  };
}

/**
 * @param {string} name @param {string[]} projects of vitest.config.ts
 * @param {import('./needs.mjs').Need[]} [needs] @param {number} [workers] files at a time
 * @returns {Step}
 */
function tests(name, projects, needs = [], workers) {
  return {
    name,
    tests: true,
    run: async (root, env) => {
      await provide(needs);
      return vitest(root, projects, env, { ...(workers !== undefined && { workers }) });
    },
  };
}
