import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnv } from './etcd';

const run = promisify(execFile);

/** Runs the etcdctl of that folder (v3 API) against the endpoints, and returns what it printed. Fails when it does. */
export function etcdctlAt(
  folder: string,
  endpoints: readonly string[],
): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const { stdout } = await run(join(folder, 'etcdctl'), [`--endpoints=${endpoints.join(',')}`, ...args], {
      env: { ...cleanEnv(), ETCDCTL_API: '3' },
      timeout: 20_000,
    });
    return stdout;
  };
}
