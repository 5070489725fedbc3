import type { ClusterTuning } from '@shared/contract/local';
import type { ClusterRecord, NodeRecord } from '../record/record';
import { flagName } from '../record/tuning';

/** No page has this origin: browsers refuse port 1 (Fetch standard, "bad port"). */
const NOBODYS_ORIGIN = 'http://127.0.0.1:1';

/** The flag that a process has which an app started that closes its nodes to web pages. */
export const GATEWAY = 'enable-grpc-gateway';

/**
 * Keeps web pages out. By default etcd answers HTTP requests of every page in the user's browser, under any name that
 * points here. CORS alone does not help: it hides an answer from a page, but the gateway carries out the write first.
 * So the gateway is off, and the rest (/health, /metrics, /version) answers only to our names and to no origin. gRPC
 * is not affected. etcd refuses an empty --cors. A user who wants one of them gives the flag, which then replaces ours.
 */
const CLOSED_TO_PAGES = [
  [GATEWAY, 'false'],
  ['host-whitelist', '127.0.0.1,localhost'],
  ['cors', NOBODYS_ORIGIN],
] as const;

/** n1 to nN. */
export function nodeName(index: number): string {
  return `n${index + 1}`;
}

/** The address where a node serves clients. */
export function clientUrl(node: NodeRecord): string {
  return `http://127.0.0.1:${node.clientPort}`;
}

/** The address where a node serves the other nodes. */
export function peerUrl(node: NodeRecord): string {
  return `http://127.0.0.1:${node.peerPort}`;
}

/**
 * The arguments of a node's process. `dataFolder` must be absolute: together with `--name` it identifies a living
 * node after a crash of the app. The extra flags come last, so that none takes an argument of ours as its value.
 */
export function nodeArguments(cluster: ClusterRecord, node: NodeRecord, dataFolder: string): string[] {
  const { tuning } = cluster;
  return [
    ...identityArguments(node.name, dataFolder),
    `--listen-client-urls=${clientUrl(node)}`,
    `--advertise-client-urls=${clientUrl(node)}`,
    `--listen-peer-urls=${peerUrl(node)}`,
    `--initial-advertise-peer-urls=${peerUrl(node)}`,
    `--initial-cluster=${cluster.nodes.map((each) => `${each.name}=${peerUrl(each)}`).join(',')}`,
    clusterArgument(cluster.id),
    '--initial-cluster-state=new',
    `--heartbeat-interval=${tuning.heartbeatMs}`,
    `--election-timeout=${tuning.electionMs}`,
    ...(tuning.quotaBytes > 0 ? [`--quota-backend-bytes=${tuning.quotaBytes}`] : []),
    ...(tuning.snapshotCount === null ? [] : [`--snapshot-count=${tuning.snapshotCount}`]),
    ...compactionArguments(tuning.autoCompaction),
    ...pageArguments(tuning.extraFlags),
    // JSON is the default only since 3.5, and without an explicit output 3.4 may log to the system's journal.
    '--logger=zap',
    '--log-outputs=stderr',
    ...tuning.extraFlags,
  ];
}

/** The argument that names a cluster of this app. */
export function clusterArgument(cluster: string): string {
  return `--initial-cluster-token=quorate-${cluster}`;
}

/** The two arguments that together identify a process. */
export function identityArguments(name: string, dataFolder: string): [string, string] {
  return [`--name=${name}`, `--data-dir=${dataFolder}`];
}

function pageArguments(extraFlags: readonly string[]): string[] {
  const given = new Set(extraFlags.map(flagName));
  return CLOSED_TO_PAGES.flatMap(([name, value]) => (given.has(name) ? [] : [`--${name}=${value}`]));
}

function compactionArguments(compaction: ClusterTuning['autoCompaction']): string[] {
  if (!compaction) return [];
  return [`--auto-compaction-mode=${compaction.mode}`, `--auto-compaction-retention=${compaction.retention}`];
}

/**
 * The environment of a node: ours without etcd's own variables, each of which would act as a flag. etcd 3.4 runs
 * on arm64 only when a variable confirms it.
 */
export function nodeEnvironment(
  own: NodeJS.ProcessEnv,
  version: string,
  arch: string = process.arch,
): NodeJS.ProcessEnv {
  const clean = Object.fromEntries(Object.entries(own).filter(([name]) => !/^ETCD(CTL)?_/i.test(name)));
  return version.startsWith('3.4.') && arch === 'arm64'
    ? { ...clean, ETCD_UNSUPPORTED_ARCH: 'arm64' }
    : clean;
}
