/**
 * A failed step of the setup: what went wrong, and what the user can do about it. Any other error is a bug of the
 * script.
 */
export class StepFailed extends Error {
  /**
   * @param {string} reason
   * @param {string} todo
   */
  constructor(reason, todo) {
    super(reason);
    this.todo = todo;
  }
}

/** @param {string} step */
const label = (step) => step.padEnd(14);

/**
 * Prints one line about a step.
 * @param {string} step @param {string} text
 */
export function say(step, text) {
  process.stdout.write(`${label(step)}${text}\n`);
}

/**
 * Runs something slow, on a line that says what it is, and at its end how long it took.
 * @template T
 * @param {string} step @param {string} text @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function timed(step, text, work) {
  process.stdout.write(`${label(step)}${text} ... `);
  const start = performance.now();
  try {
    const result = await work();
    process.stdout.write(`${seconds(performance.now() - start)}\n`);
    return result;
  } catch (error) {
    process.stdout.write('failed\n');
    throw error;
  }
}

/** @param {number} ms */
export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`;
}

/**
 * Runs one of our commands: prints a failed step in two lines and exits with 1; a bug keeps its stack.
 * @param {() => Promise<number>} main its exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.stderr.write(`${label('failed')}${error.message}\n${label('what to do')}${error.todo}\n`);
    process.exitCode = 1;
  }
}
