import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CertificateFiles, TestCa } from './certificates';
import { startCluster, type TestCluster } from './etcd';
import { freePorts } from '../ports';

/** A node that serves TLS to clients with a certificate, and plain HTTP on another port for the test's own tools. */
export interface TlsCluster {
  readonly cluster: TestCluster;
  /** The URL with TLS. */
  readonly endpoint: string;
  readonly ca: string;
  readonly client: CertificateFiles;
  /** A file that only has the name of a certificate. */
  readonly notACa: string;
}

/** Starts a cluster whose certificate is for 127.0.0.1 and etcd.example; all its files are in `folder`. */
export async function startTlsCluster(folder: string): Promise<TlsCluster> {
  const ca = new TestCa(folder);
  const server = ca.issue('server', { name: 'etcd', hosts: ['127.0.0.1', 'etcd.example'] });
  const client = ca.issue('client', { name: 'somebody' });
  const notACa = join(folder, 'not-a-ca.pem');
  await writeFile(notACa, 'This is no certificate.\n');
  const [port = 0] = await freePorts(1);
  const endpoint = `https://127.0.0.1:${port}`;
  const cluster = await startCluster({
    size: 1,
    flags: ({ clientPort }) => [
      `--listen-client-urls=http://127.0.0.1:${clientPort},${endpoint}`,
      `--cert-file=${server.certificate}`,
      `--key-file=${server.key}`,
      '--client-cert-auth=true',
      `--trusted-ca-file=${ca.file}`,
    ],
  });
  return { cluster, endpoint, ca: ca.file, client, notACa };
}

/**
 * Turns authentication on, with the users root ("secret") and alice ("wonder land"), who may use keys that begin
 * with /alice/.
 */
export async function enableAuth(cluster: TestCluster): Promise<void> {
  await cluster.etcdctl(['user', 'add', 'root:secret']);
  await cluster.etcdctl(['user', 'grant-role', 'root', 'root']);
  await cluster.etcdctl(['user', 'add', 'alice:wonder land']);
  await cluster.etcdctl(['role', 'add', 'alices']);
  await cluster.etcdctl(['role', 'grant-permission', 'alices', '--prefix=true', 'readwrite', '/alice/']);
  await cluster.etcdctl(['user', 'grant-role', 'alice', 'alices']);
  await cluster.etcdctl(['auth', 'enable']);
}
