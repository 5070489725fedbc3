import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cleanEnv } from './clean-env';

const run = promisify(execFile);

/** The output of `etcdctl endpoint status -w json` for one member, with 64-bit numbers as decimal strings. */
export interface EndpointStatus {
  readonly Endpoint: string;
  readonly Status: {
    readonly header: { readonly member_id: string; readonly revision: string; readonly raft_term: string };
    readonly version: string;
    readonly dbSize: string;
    readonly dbSizeInUse: string;
    readonly leader: string;
    readonly raftIndex: string;
    readonly raftTerm: string;
    readonly raftAppliedIndex: string;
    readonly isLearner?: boolean;
    readonly errors?: readonly string[];
    /** Since etcd 3.6. */
    readonly storageVersion?: string;
    readonly dbSizeQuota?: string;
    readonly downgradeInfo?: { readonly enabled?: boolean; readonly targetVersion?: string };
  };
}

/** Asks every endpoint with the etcdctl in `folder`. */
export async function endpointStatus(
  folder: string,
  endpoints: readonly string[],
): Promise<EndpointStatus[]> {
  const { stdout } = await run(
    join(folder, 'etcdctl'),
    [`--endpoints=${endpoints.join(',')}`, 'endpoint', 'status', '-w', 'json'],
    { env: { ...cleanEnv(), ETCDCTL_API: '3' }, timeout: 20_000 },
  );
  // JSON.parse would round numbers above 2^53, so every number becomes a string first.
  return JSON.parse(stdout.replace(/(":)(-?\d+)/g, '$1"$2"')) as EndpointStatus[];
}
