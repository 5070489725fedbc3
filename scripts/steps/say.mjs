/**
 * A step of the set-up that failed: what went wrong, and what the user can do about it. Anything else that is
 * thrown is a fault of the script.
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
 * One line of what is done.
 * @param {string} step @param {string} text
 */
export function say(step, text) {
  process.stdout.write(`${label(step)}${text}\n`);
}

/**
 * Does something that takes long, on a line that says what, and at its end how long it took.
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
 * Runs a command of ours: a failed step is told in two lines and ends with 1; a bug keeps its stack.
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
