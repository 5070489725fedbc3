import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cleanEnv } from './clean-env';
import { TestNode } from './etcd-node';
import { etcdctlAt } from './etcdctl';
import { freePorts } from '../ports';

/** A folder with an etcd and its etcdctl, and the etcd's version, such as 3.6.14. */
export interface EtcdFolder {
  readonly version: string;
  readonly folder: string;
}

/**
 * The etcds to test with: the folders in QUORATE_TEST_ETCD (a list, separated like PATH), or the first folder on
 * PATH with an etcd. Having none is an error, because these tests must not be skipped.
 */
export function etcdFolders(): EtcdFolder[] {
  const named = listed(process.env.QUORATE_TEST_ETCD);
  const folders = named.length > 0 ? named : listed(process.env.PATH).filter(hasEtcd).slice(0, 1);
  if (folders.length === 0)
    throw new Error('No etcd on PATH, and QUORATE_TEST_ETCD names no folder with one');
  return folders.map((folder) => ({ version: versionOf(join(folder, 'etcd')), folder }));
}

/**
 * Whether a test that needs only one version should use this one: it proves something about our code, which is the
 * same whatever etcd does. The newest is the last of the list.
 */
export function isLast({ version }: EtcdFolder): boolean {
  return version === etcdFolders().at(-1)?.version;
}

export interface ClusterOptions {
  /** The folder of etcd and etcdctl; by default the first of `etcdFolders()`. */
  readonly folder?: string;
  readonly size: number;
  /** Additional flags for every node, each as `--name=value`; etcd uses the last of repeated flags. */
  readonly flags?: readonly string[] | ((node: { readonly clientPort: number }) => readonly string[]);
}

/** Starts a cluster of real processes on 127.0.0.1; resolves when every node is healthy. */
export async function startCluster(options: ClusterOptions): Promise<TestCluster> {
  const cluster = await planCluster(options);
  try {
    for (const node of cluster.nodes) node.start();
    await cluster.healthy();
  } catch (error) {
    await cluster.dispose();
    throw error;
  }
  return cluster;
}

/** As `startCluster`, but starts nothing: the test starts the nodes one by one. */
export async function planCluster({ folder, size, flags = [] }: ClusterOptions): Promise<TestCluster> {
  const home = folder ?? etcdFolders()[0]?.folder ?? '';
  const ports = await freePorts(2 * size);
  const data = await mkdtemp(join(tmpdir(), 'quorate-test-etcd-'));
  const members = Array.from({ length: size }, (_, index) => ({
    name: `n${index + 1}`,
    clientPort: ports[2 * index] ?? 0,
    peerPort: ports[2 * index + 1] ?? 0,
  }));
  const initialCluster = members.map((m) => `${m.name}=http://127.0.0.1:${m.peerPort}`).join(',');
  const nodes = members.map(
    (member) =>
      new TestNode({
        ...member,
        binary: join(home, 'etcd'),
        env: cleanEnv(),
        data,
        initialCluster,
        flags: typeof flags === 'function' ? flags(member) : flags,
      }),
  );
  return new TestCluster(home, data, nodes);
}

/** A test's cluster. `dispose` ends its processes, checks that they ended, and deletes its data. */
export class TestCluster {
  constructor(
    readonly folder: string,
    /** The temporary folder for everything that the nodes write. */
    readonly data: string,
    readonly nodes: readonly TestNode[],
  ) {}

  get endpoints(): string[] {
    return this.nodes.map((node) => node.clientUrl);
  }

  node(name: string): TestNode {
    const found = this.nodes.find((node) => node.name === name);
    if (!found) throw new Error(`No node ${name}`);
    return found;
  }

  /** Waits until every running node answers /health with true. */
  async healthy(): Promise<void> {
    await Promise.all(this.nodes.filter((node) => node.pid !== null).map((node) => node.healthy()));
  }

  /** Runs etcdctl (v3 API) against `endpoints`, by default all of them; returns its output. */
  etcdctl(args: readonly string[], endpoints: readonly string[] = this.endpoints): Promise<string> {
    return etcdctlAt(this.folder, endpoints)(...args);
  }

  async dispose(): Promise<void> {
    await Promise.all(this.nodes.map((node) => node.kill()));
    await rm(this.data, { recursive: true, force: true });
  }
}

function listed(value: string | undefined): string[] {
  return (value ?? '').split(delimiter).filter((folder) => folder !== '');
}

function hasEtcd(folder: string): boolean {
  return existsSync(join(folder, 'etcd'));
}

function versionOf(binary: string): string {
  const output = execFileSync(binary, ['--version'], { env: cleanEnv(), encoding: 'utf8' });
  const version = /etcd Version: (\S+)/.exec(output)?.[1];
  if (version === undefined) throw new Error(`${binary} prints no version`);
  return version;
}
