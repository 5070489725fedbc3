import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnv } from './clean-env';

const run = promisify(execFile);

/** etcdctl's default limits are too short for a busy machine. */
const PATIENCE = ['--dial-timeout=15s', '--command-timeout=15s'];

/** Runs the etcdctl in that folder (v3 API) against the endpoints, and returns its output. Fails when it fails. */
export function etcdctlAt(
  folder: string,
  endpoints: readonly string[],
): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const { stdout } = await run(
      join(folder, 'etcdctl'),
      [`--endpoints=${endpoints.join(',')}`, ...PATIENCE, ...args],
      {
        env: { ...cleanEnv(), ETCDCTL_API: '3' },
        timeout: 20_000,
      },
    );
    return stdout;
  };
}
