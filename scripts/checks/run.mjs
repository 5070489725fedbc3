import { say, seconds, StepFailed } from '../steps/say.mjs';
import { CheckFailed, steps } from './catalogue.mjs';
import { Leftovers } from './leftovers.mjs';

/** @typedef {{ name: string, result: string, passed: number, failures: string[], ms: number }} Outcome */

/** How many lines of a failure are repeated below the table: enough for a message and where it came from. */
const LINES_OF_FAILURE = 12;

/**
 * The steps with these names. A name also selects all steps that begin with it (`e2e`); no names select all.
 * @param {string[]} names
 */
export function chosen(names) {
  const matches = (/** @type {string} */ step, /** @type {string} */ name) =>
    step === name || step.startsWith(`${name}-`);
  const unknown = names.find((name) => !steps.some((step) => matches(step.name, name)));
  if (unknown !== undefined)
    throw new StepFailed(
      `there is no step "${unknown}"`,
      `name some of: ${steps.map((step) => step.name).join(' ')}`,
    );
  return steps.filter((step) => names.length === 0 || names.some((name) => matches(step.name, name)));
}

/**
 * Runs a step to its end, whatever happens, and returns its outcome.
 * @param {import('./catalogue.mjs').Step} step @param {string} root
 * @returns {Promise<Outcome>}
 */
export async function outcomeOf(step, root) {
  const start = performance.now();
  const leftovers = step.tests ? new Leftovers() : null;
  const outcome = await attempt(step, root, { ...process.env, ...leftovers?.env });
  const left = (await leftovers?.find()) ?? [];
  for (const line of left) say(step.name, `left behind: ${line}`);
  const failures = [...outcome.failures, ...left.map((line) => `left behind: ${line}`)];
  const result = outcome.result || (failures.length === 0 ? 'ok' : 'failed');
  const ms = performance.now() - start;
  say(step.name, `${result} in ${seconds(ms)}`);
  return { name: step.name, passed: outcome.passed, failures, result, ms };
}

/**
 * Runs steps; the outcomes are in the given order. Steps without tests come first, two at a time: each uses one
 * core and prints nothing while it runs. Steps with tests run one after the other. Calls `told` before each step;
 * once it returns true, no further step starts.
 * @param {readonly import('./catalogue.mjs').Step[]} steps
 * @param {(step: import('./catalogue.mjs').Step) => Promise<Outcome>} run @param {() => boolean} told
 */
export async function outcomesOf(steps, run, told) {
  /** @type {Map<import('./catalogue.mjs').Step, Outcome>} */
  const outcomes = new Map();
  const work = async (/** @type {import('./catalogue.mjs').Step[]} */ queue) => {
    for (let step = queue.shift(); step && !told(); step = queue.shift()) outcomes.set(step, await run(step));
  };
  const checkers = steps.filter(({ tests }) => !tests);
  await Promise.all([work(checkers), work(checkers)]);
  await work(steps.filter(({ tests }) => tests));
  return steps.flatMap((step) => outcomes.get(step) ?? []);
}

/** @param {import('./catalogue.mjs').Step} step @param {string} root @param {NodeJS.ProcessEnv} env */
async function attempt(step, root, env) {
  try {
    const counts = await step.run(root, env);
    return typeof counts === 'string'
      ? { passed: 0, failures: [], result: counts }
      : { ...counts, result: '' };
  } catch (error) {
    const why = explain(error);
    process.stdout.write(`${why}\n`);
    return { passed: 0, failures: [why], result: '' };
  }
}

/** @returns {string} */
function explain(/** @type {unknown} */ error) {
  if (error instanceof StepFailed) return `${error.message}\nwhat to do: ${error.todo}`;
  if (error instanceof CheckFailed) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * The table of all steps, then each failure again, since a long output has scrolled it away, and the counts alone
 * on the last line.
 * @param {readonly Outcome[]} outcomes
 */
export function summary(outcomes) {
  const rows = outcomes.map(({ name, result, ms, passed }) => {
    const count = passed > 0 ? `, ${passed} tests` : '';
    return `${name.padEnd(14)}${seconds(ms).padStart(8)}  ${result}${count}`;
  });
  const failures = outcomes.flatMap(({ name, failures }) =>
    failures.map((failure) => `${name}: ${shortened(failure)}\n`),
  );
  const passed = outcomes.reduce((total, outcome) => total + outcome.passed, 0);
  const steps = outcomes.filter(({ result }) => result === 'ok').length;
  const ok = passed > 0 ? `${passed} passed` : `${steps} ${steps === 1 ? 'step' : 'steps'} ok`;
  return `\n${rows.join('\n')}\n\n${failures.join('\n')}\n${ok}, ${failures.length} failed\n`;
}

function shortened(/** @type {string} */ text) {
  const lines = text.trim().split('\n');
  return [...lines.slice(0, LINES_OF_FAILURE), ...(lines.length > LINES_OF_FAILURE ? ['...'] : [])].join(
    '\n  ',
  );
}
