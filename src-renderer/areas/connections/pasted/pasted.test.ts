import { describe, expect, it } from 'vitest';
import { readPasted } from './pasted';

const said = (text: string) => readPasted(text)?.connection;
const tls = { ca: '/etc/ca.pem', certificate: '/etc/me.pem', key: '/etc/me-key.pem' };

describe('a pasted command line', () => {
  it.each([
    [
      'etcdctl --endpoints=http://a:2379,http://b:2379 get foo',
      { endpoints: ['http://a:2379', 'http://b:2379'] },
    ],
    ['ETCDCTL_API=3 etcdctl --endpoints a:2379 put k v', { endpoints: ['http://a:2379'] }],
    [
      'etcdctl --endpoints=a:2379 --cacert /etc/ca.pem --cert=/etc/me.pem --key "/etc/me-key.pem" member list',
      { endpoints: ['https://a:2379'], ...tls },
    ],
    ["./bin/etcdctl --user 'root:p:w d' get x", { user: 'root', password: 'p:w d' }],
    ['etcdctl --user root --password "a\\"b" get x', { user: 'root', password: 'a"b' }],
    ['etcdctl --user=root get x', { user: 'root' }],
    [
      'etcdctl get --endpoints https://a:1 \\\n  --insecure-skip-tls-verify',
      { endpoints: ['https://a:1'], skipVerify: true },
    ],
    ['etcdctl --insecure-skip-tls-verify=false endpoint health', { skipVerify: false }],
    ['kubectl exec etcd-0 -- etcdctl --cacert=/etc/ca.pem get /', { ca: '/etc/ca.pem' }],
    ['kubectl --user admin exec etcd-0 -- etcdctl --endpoints=a:1 get /', { endpoints: ['http://a:1'] }],
    ['etcdctl put key -- --endpoints=x', {}],
    ['etcdctl put key "etcdctl --endpoints=x"', {}],
    ['C:\\tools\\etcdctl.exe --cacert C:\\certs\\ca.pem get x', { ca: 'C:\\certs\\ca.pem' }],
    ['etcdctl\n  --endpoints=a:1\n  --user=root get x', { endpoints: ['http://a:1'], user: 'root' }],
    ['--endpoints=https://a:1 --user root', { endpoints: ['https://a:1'], user: 'root' }],
    ['# etcdctl --endpoints=a:1 get x', { endpoints: ['http://a:1'] }],
    ['etcdctl --cacert ~/ca.pem --cert $HOME/me.pem get x', { ca: '~/ca.pem', certificate: '~/me.pem' }],
  ])('%s', (text, connection) => {
    expect(readPasted(text)).toEqual({ connection, notes: [] });
  });
});

describe('pasted variables', () => {
  it('are read as a shell sets them', () => {
    const text = [
      'export ETCDCTL_API=3',
      'export ETCDCTL_ENDPOINTS="https://a:2379,https://b:2379"',
      "ETCDCTL_USER='root:secret'",
      'ETCDCTL_CACERT=/etc/ca.pem; export ETCDCTL_CERT=/etc/me.pem',
      'ETCDCTL_KEY=/etc/me-key.pem',
    ].join('\n');
    expect(said(text)).toEqual({
      endpoints: ['https://a:2379', 'https://b:2379'],
      user: 'root',
      password: 'secret',
      ...tls,
    });
  });

  it.each([
    ['PowerShell and cmd', '$env:ETCDCTL_ENDPOINTS = "http://a:1"\r\nset ETCDCTL_USER=root'],
    ['fish', 'set -gx ETCDCTL_ENDPOINTS http://a:1; set -x ETCDCTL_USER root'],
    ['docker', 'docker run -e ETCDCTL_ENDPOINTS=http://a:1 --env=ETCDCTL_USER=root etcd'],
    [
      'a compose list',
      'services:\n  x:\n    environment:\n      - ETCDCTL_ENDPOINTS=http://a:1\n      - ETCDCTL_USER=root',
    ],
  ])('are read as %s sets them', (_name, text) => {
    expect(said(text)).toEqual({ endpoints: ['http://a:1'], user: 'root' });
  });

  it('count less than the flags of the command beside them', () => {
    expect(said('ETCDCTL_ENDPOINTS=http://a:1 etcdctl --endpoints=http://b:2 get x')).toEqual({
      endpoints: ['http://b:2'],
    });
  });

  it('in a comment do not count', () => {
    expect(
      said('#ETCDCTL_ENDPOINTS=https://old:1\n# ETCDCTL_USER=old\nETCDCTL_ENDPOINTS=http://a:1'),
    ).toEqual({
      endpoints: ['http://a:1'],
    });
  });

  it('are followed when the text sets them', () => {
    const text =
      'HOST_1=10.0.0.1\nENDPOINTS="http://${HOST_1}:2379,http://b:2379"\netcdctl --endpoints=$ENDPOINTS get x';
    expect(readPasted(text)).toEqual({
      connection: { endpoints: ['http://10.0.0.1:2379', 'http://b:2379'] },
      notes: [],
    });
    expect(said('etcdctl --endpoints=${ENDPOINTS:-http://a:1} get x')).toEqual({ endpoints: ['http://a:1'] });
    expect(said("A=b:1; sh -c 'etcdctl --endpoints=$A get x'")).toEqual({ endpoints: ['http://b:1'] });
  });

  it.each([
    ['etcdctl --endpoints=$ENDPOINTS --user root get x', ['$ENDPOINTS']],
    ['etcdctl --endpoints=http://${A}:2379,http://$B:2379 --user root', ['${A}', '$B']],
    ['ENDPOINTS=$(hostname):2379; etcdctl --endpoints=$ENDPOINTS --user root', ['$(hostname)']],
    ['etcdctl --endpoints=$env:ENDPOINTS --user root', ['$env:ENDPOINTS']],
  ])('are named when it does not: %s', (text, names) => {
    expect(readPasted(text)).toEqual({ connection: { user: 'root' }, notes: [{ kind: 'missing', names }] });
  });

  it('in single quotes are text', () => {
    expect(said("etcdctl --user 'root:pa$word' get x")).toEqual({ user: 'root', password: 'pa$word' });
  });
});

/** The forms that people have at hand, by how often they were met. */
describe('what people paste', () => {
  const server = [
    'etcd',
    '--advertise-client-urls=https://10.0.0.1:2379',
    '--cert-file=/pki/server.crt',
    '--client-cert-auth=true',
    '--key-file=/pki/server.key',
    '--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.1:2379',
    '--peer-cert-file=/pki/peer.crt',
    '--trusted-ca-file=/pki/ca.crt',
  ];
  const ofServer = {
    endpoints: ['https://10.0.0.1:2379'],
    ca: '/pki/ca.crt',
    certificate: '/pki/server.crt',
    key: '/pki/server.key',
  };
  const pair = [{ kind: 'serverPair' }];

  it.each([
    [
      'a command in sh -c',
      'kubectl exec -n kube-system etcd-0 -- sh -c "ETCDCTL_API=3 etcdctl --endpoints=https://a:1 --cacert=/etc/ca.pem get /"',
      { endpoints: ['https://a:1'], ca: '/etc/ca.pem' },
      [],
    ],
    [
      'a command of docker exec',
      "docker exec etcd /bin/sh -c 'etcdctl --endpoints a:1 get /'",
      { endpoints: ['http://a:1'] },
      [],
    ],
    [
      'an alias',
      "alias etcdctl='etcdctl --endpoints=http://a:1 --user=root'",
      { endpoints: ['http://a:1'], user: 'root' },
      [],
    ],
    [
      'flags of kube-apiserver',
      'kube-apiserver --tls-cert-file=/no --etcd-servers=https://a:1,https://b:1 --etcd-cafile=/etc/ca.pem --etcd-certfile=/etc/me.pem --etcd-keyfile=/etc/me-key.pem',
      { endpoints: ['https://a:1', 'https://b:1'], ...tls },
      [],
    ],
    [
      'a manifest of kube-apiserver',
      'spec:\n  containers:\n  - command:\n    - kube-apiserver\n    - --etcd-cafile=/etc/ca.pem\n    - --etcd-servers=https://127.0.0.1:2379\n    image: k8s.gcr.io/x',
      { endpoints: ['https://127.0.0.1:2379'], ca: '/etc/ca.pem' },
      [],
    ],
    ['flags of etcd', server.join(' \\\n  '), ofServer, pair],
    [
      'a manifest of etcd by kubeadm',
      `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - command:\n${server.map((each) => `    - ${each}`).join('\n')}\n    name: etcd`,
      ofServer,
      pair,
    ],
    [
      'ETCD_* variables',
      'ETCD_NAME=n1\nETCD_ADVERTISE_CLIENT_URLS=https://10.0.0.1:2379\nETCD_LISTEN_CLIENT_URLS=https://0.0.0.0:2379\nETCD_TRUSTED_CA_FILE=/pki/ca.crt\nETCD_CERT_FILE=/pki/server.crt\nETCD_KEY_FILE=/pki/server.key',
      ofServer,
      pair,
    ],
    [
      'variables of etcd and etcdctl in one file',
      'ETCD_ADVERTISE_CLIENT_URLS=https://no:1\nETCD_TRUSTED_CA_FILE=/no\nETCD_CERT_FILE=/no\nETCDCTL_ENDPOINTS=https://127.0.0.1:2379\nETCDCTL_CACERT=/etc/ca.pem\nETCDCTL_CERT=/etc/me.pem\nETCDCTL_KEY=/etc/me-key.pem',
      { endpoints: ['https://127.0.0.1:2379'], ...tls },
      [],
    ],
    [
      'a server that asks for no certificate',
      'etcd --listen-client-urls=https://a:1 --cert-file=/pki/server.crt --key-file=/pki/server.key',
      { endpoints: ['https://a:1'] },
      [],
    ],
    [
      'a systemd unit',
      '[Service]\nEnvironment="ETCDCTL_ENDPOINTS=https://a:1" "ETCDCTL_USER=root:pw"\nEnvironment=ETCDCTL_CACERT=/etc/ca.pem\nExecStart=/usr/bin/x',
      { endpoints: ['https://a:1'], user: 'root', password: 'pw', ca: '/etc/ca.pem' },
      [],
    ],
    [
      'a compose map',
      'services:\n  app:\n    environment:\n      ETCDCTL_ENDPOINTS: "http://a:2379" # ours\n      ETCDCTL_USER: root\n',
      { endpoints: ['http://a:2379'], user: 'root' },
      [],
    ],
    [
      'a map in brackets',
      'environment: {ETCDCTL_ENDPOINTS: "http://a:2379", ETCDCTL_USER: root}',
      { endpoints: ['http://a:2379'], user: 'root' },
      [],
    ],
    [
      'an env list of Kubernetes',
      'env:\n- name: ETCDCTL_ENDPOINTS\n  value: http://a:2379\n- name: ETCDCTL_CACERT\n  value: "/etc/ca.pem"\n',
      { endpoints: ['http://a:2379'], ca: '/etc/ca.pem' },
      [],
    ],
    [
      'an env list of Kubernetes with a variable of its own',
      'env:\n- name: ETCDCTL_ENDPOINTS\n  value: https://$(HOST_IP):2379\n- name: ETCDCTL_USER\n  value: root\n',
      { user: 'root' },
      [{ kind: 'missing', names: ['$(HOST_IP)'] }],
    ],
    [
      'a command in a manifest',
      'command: ["/bin/sh", "-ec", "etcdctl --endpoints=https://[127.0.0.1]:2379 --cacert=/etc/ca.pem get foo"]',
      { endpoints: ['https://127.0.0.1:2379'], ca: '/etc/ca.pem' },
      [],
    ],
    [
      'a script in a manifest',
      'args:\n- |\n  export ETCDCTL_USER=root\n  etcdctl --endpoints=http://a:1 get x\nname: y',
      { endpoints: ['http://a:1'], user: 'root' },
      [],
    ],
    [
      'etcd\u2019s own file',
      'name: n1\nadvertise-client-urls: https://10.0.0.1:2379\nclient-transport-security:\n  cert-file: /pki/server.crt\n  key-file: /pki/server.key\n  client-cert-auth: true\n  trusted-ca-file: /pki/ca.crt\npeer-transport-security:\n  cert-file: /no\n  key-file: /no\n  trusted-ca-file: /no\n',
      ofServer,
      pair,
    ],
    [
      'an etcd:// address',
      'etcd://user:p%40ss@a:2379,b:2379/path?dial_ms=3000',
      { endpoints: ['http://a:2379', 'http://b:2379'], user: 'user', password: 'p@ss' },
      [],
    ],
    ['an etcd3+https:// address', 'etcd3+https://a:2379', { endpoints: ['https://a:2379'] }, []],
    [
      'an address with a user',
      'http://root:pw@a:2379',
      { endpoints: ['http://a:2379'], user: 'root', password: 'pw' },
      [],
    ],
    [
      'brackets around an IPv4 address',
      'etcdctl --endpoints=https://[127.0.0.1]:2379,https://[::1]:2379 get /',
      { endpoints: ['https://127.0.0.1:2379', 'https://[::1]:2379'] },
      [],
    ],
    [
      'names of the old API',
      'ETCDCTL_ENDPOINT=https://a:1 ETCDCTL_CA_FILE=/etc/ca.pem ETCDCTL_CERT_FILE=/etc/me.pem ETCDCTL_KEY_FILE=/etc/me-key.pem',
      { endpoints: ['https://a:1'], ...tls },
      [],
    ],
    [
      'flags of the old API',
      'etcdctl --ca-file /etc/ca.pem --peers a:1 ls',
      { endpoints: ['https://a:1'], ca: '/etc/ca.pem' },
      [],
    ],
    [
      'TLS without files',
      'etcdctl --insecure-transport=false --endpoints=a:2379 get x',
      { endpoints: ['https://a:2379'] },
      [],
    ],
    [
      'a domain to look up',
      'etcdctl --discovery-srv example.com get x',
      {},
      [{ kind: 'srv', domain: 'example.com' }],
    ],
    [
      'a socket',
      'etcdctl --endpoints=unix:///run/etcd.sock get x',
      { endpoints: ['unix:///run/etcd.sock'] },
      [],
    ],
    [
      'settings of Patroni',
      'scope: pg\netcd3:\n  hosts: [a:2379, b:2379]\n  protocol: https\n  cacert: /etc/ca.pem\n',
      { endpoints: ['https://a:2379', 'https://b:2379'], ca: '/etc/ca.pem' },
      [],
    ],
    [
      'settings of APISIX',
      'deployment:\n  etcd:\n    host:\n      - "http://a:2379"\n      - "http://b:2379"\n    prefix: /apisix\n    user: root\n    password: pw\n',
      { endpoints: ['http://a:2379', 'http://b:2379'], user: 'root', password: 'pw' },
      [],
    ],
    [
      'settings of etcd-tui',
      '{"endpoints": ["https://a:2379"], "ca_cert": "/etc/ca.pem", "cert": "/etc/me.pem", "key": "/etc/me-key.pem"}',
      { endpoints: ['https://a:2379'], ...tls },
      [],
    ],
  ])('%s', (_name, text, connection, notes) => {
    expect(readPasted(text)).toEqual({ connection, notes });
  });
});

describe('a compose file, whose names exist only inside', () => {
  const compose = (ports: string, url = 'http://etcd:2379', more = '') =>
    `services:\n  etcd:\n    image: etcd\n${more}${ports}    environment:\n      - ETCD_ADVERTISE_CLIENT_URLS=${url}\n`;
  const note = (published: string, host = 'etcd') => ({ kind: 'published', host, port: 2379, published });

  it.each([
    ['ports in brackets', '    ports: ["22379:2379", "22380:2380"]\n', '127.0.0.1:22379'],
    ['ports in a list', '    ports:\n      - 22379:2379\n', '127.0.0.1:22379'],
    ['the same port', '    ports:\n      - "2379:2379/tcp"\n', '127.0.0.1:2379'],
    ['a range', '    ports:\n      - "12379-12380:2379-2380"\n', '127.0.0.1:12379'],
    ['any address', '    ports: ["0.0.0.0:22379:2379"]\n', '127.0.0.1:22379'],
    ['a loopback address', '    ports: ["127.0.0.1:22379:2379"]\n', '127.0.0.1:22379'],
    ['one address of the machine', '    ports: ["192.168.1.5:22379:2379"]\n', '192.168.1.5:22379'],
    ['a variable with a default', '    ports: ["${PORT:-22379}:2379"]\n', '127.0.0.1:22379'],
    [
      'the long form',
      '    ports:\n      - target: 2379\n        published: "22379"\n        protocol: tcp\n',
      '127.0.0.1:22379',
    ],
  ])('uses %s', (_name, ports, published) => {
    expect(readPasted(compose(ports))).toEqual({
      connection: { endpoints: [`http://${published}`] },
      notes: [note(published)],
    });
  });

  it('knows the other names of the container, and its own address', () => {
    const ports = '    ports: ["22379:2379"]\n';
    const expected = (host: string) => ({
      connection: { endpoints: ['http://127.0.0.1:22379'] },
      notes: [note('127.0.0.1:22379', host)],
    });
    expect(readPasted(compose(ports, 'http://db:2379', '    container_name: db\n'))).toEqual(expected('db'));
    expect(readPasted(compose(ports, 'http://0.0.0.0:2379'))).toEqual(expected('0.0.0.0'));
    expect(readPasted(compose(ports, 'http://localhost:2379'))).toEqual(expected('localhost'));
    const client = `${compose(ports)}  app:\n    environment:\n      ETCDCTL_ENDPOINTS: http://etcd:2379\n`;
    expect(readPasted(client)).toEqual(expected('etcd'));
  });

  it.each([
    ['no ports', ''],
    ['another port', '    ports: ["22380:2380"]\n'],
    ['a port that Docker chooses', '    ports: ["2379"]\n'],
    ['a port without a value', '    ports: ["${PORT}:2379"]\n'],
    ['another protocol', '    ports: ["22379:2379/udp"]\n'],
  ])('says so of %s', (_name, ports) => {
    expect(readPasted(compose(ports))).toEqual({
      connection: { endpoints: ['http://etcd:2379'] },
      notes: [{ kind: 'inside', hosts: ['etcd'] }],
    });
  });

  it('leaves endpoints elsewhere alone', () => {
    const ports = '    ports: ["22379:2379"]\n';
    expect(readPasted(compose(ports, 'http://10.0.0.1:2379'))).toEqual({
      connection: { endpoints: ['http://10.0.0.1:2379'] },
      notes: [],
    });
  });
});

it.each([
  '',
  '  ',
  'http://a:2379',
  'http://a:2379\nhttp://b:2379',
  'etcd --name n1',
  'user=etcdctl-reader',
  'key: value',
  '{"a": [1, {"b": null}], ',
  '[[[',
  '- - -\n- :',
  "'",
])('%j describes no connection', (text) => {
  expect(readPasted(text)).toBeNull();
});
