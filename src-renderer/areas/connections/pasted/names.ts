/** What a text can say about a connection. */
export type Option =
  | 'endpoints'
  | 'user'
  | 'password'
  | 'ca'
  | 'certificate'
  | 'key'
  | 'skipVerify'
  /** Endpoints without a scheme speak TLS when this is false. */
  | 'insecureTransport'
  /** The domain whose DNS records name the endpoints. */
  | 'srv'
  /** Where a server listens; it says to others where with `endpoints`. */
  | 'listen'
  | 'clientCertAuth'
  | 'protocol';

/**
 * Who the setting was meant for: etcdctl, the API server of Kubernetes, the settings of another client, or an etcd
 * server itself.
 */
export type Origin = 'etcdctl' | 'apiserver' | 'client' | 'server';

type Names = Readonly<Record<string, Option>>;

/** etcdctl's flags; `ETCDCTL_*` are the same in capitals. The second group is that of its old API, v2. */
const etcdctl: Names = {
  endpoints: 'endpoints',
  user: 'user',
  password: 'password',
  cacert: 'ca',
  cert: 'certificate',
  key: 'key',
  'insecure-skip-tls-verify': 'skipVerify',
  'insecure-transport': 'insecureTransport',
  'discovery-srv': 'srv',

  endpoint: 'endpoints',
  peers: 'endpoints',
  username: 'user',
  'ca-file': 'ca',
  'cert-file': 'certificate',
  'key-file': 'key',
};

const apiserver: Names = {
  'etcd-servers': 'endpoints',
  'etcd-cafile': 'ca',
  'etcd-certfile': 'certificate',
  'etcd-keyfile': 'key',
};

/** etcd's own flags, which are also the names in its file; `ETCD_*` are the same in capitals. */
const server: Names = {
  'advertise-client-urls': 'endpoints',
  'listen-client-urls': 'listen',
  'trusted-ca-file': 'ca',
  'cert-file': 'certificate',
  'key-file': 'key',
  'client-cert-auth': 'clientCertAuth',
};

/** The names that files of other clients use below `etcd` or `etcd3`: Patroni, APISIX, Traefik, etcd-tui. */
const client: Names = {
  endpoints: 'endpoints',
  endpoint: 'endpoints',
  hosts: 'endpoints',
  host: 'endpoints',
  user: 'user',
  username: 'user',
  password: 'password',
  ca: 'ca',
  cacert: 'ca',
  ca_cert: 'ca',
  cert: 'certificate',
  key: 'key',
  protocol: 'protocol',
};

export const NAMES: Readonly<Record<Origin, Names>> = { etcdctl, apiserver, client, server };

/** The flags that need no value. */
export const SWITCHES: ReadonlySet<Option> = new Set(['skipVerify', 'insecureTransport', 'clientCertAuth']);

/** The setting that a variable is for; null when it is none of etcd's. */
export function variableFor(name: string): { readonly origin: Origin; readonly option: Option } | null {
  const [, tool, rest = ''] = /^ETCD(CTL)?_([A-Z_]+)$/.exec(name) ?? [];
  const origin = tool ? 'etcdctl' : 'server';
  const option = NAMES[origin][rest.toLowerCase().replaceAll('_', '-')];
  return option ? { origin, option } : null;
}
