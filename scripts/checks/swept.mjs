import { say } from '../steps/say.mjs';
import { show } from '../steps/process.mjs';
import { Leftovers } from './leftovers.mjs';

/**
 * Runs a command with visible output, then ends whatever it left running and deletes its temporary files, even
 * when it failed, was killed, or got a signal to end. On Linux only; elsewhere the command must clean up itself.
 * @param {string[]} command @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code
 */
export async function swept([program = '', ...args], { cwd, env }) {
  const leftovers = new Leftovers();
  const { code } = await show(program, args, { cwd, env: { ...env, ...leftovers.env }, group: true });
  const ended = await leftovers.clear();
  if (ended > 0) say('cleaned up', `ended ${ended} processes that were left running`);
  return code;
}
