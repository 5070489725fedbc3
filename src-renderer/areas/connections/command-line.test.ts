import { describe, expect, it } from 'vitest';
import { readCommandLine } from './command-line';

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
    ['etcdctl put key -- --endpoints=x', {}],
    ['C:\\tools\\etcdctl.exe --cacert C:\\certs\\ca.pem get x', { ca: 'C:\\certs\\ca.pem' }],
  ])('%s', (text, said) => {
    expect(readCommandLine(text)).toEqual(said);
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
    expect(readCommandLine(text)).toEqual({
      endpoints: ['https://a:2379', 'https://b:2379'],
      user: 'root',
      password: 'secret',
      ...tls,
    });
  });

  it('are read as PowerShell and cmd set them', () => {
    expect(readCommandLine('$env:ETCDCTL_ENDPOINTS = "http://a:1"\r\nset ETCDCTL_USER=root')).toEqual({
      endpoints: ['http://a:1'],
      user: 'root',
    });
  });

  it('count less than the flags of the command beside them', () => {
    expect(readCommandLine('ETCDCTL_ENDPOINTS=http://a:1 etcdctl --endpoints=http://b:2 get x')).toEqual({
      endpoints: ['http://b:2'],
    });
  });
});

it.each(['', '  ', 'http://a:2379', 'http://a:2379\nhttp://b:2379', 'etcd --name n1', 'user=etcdctl-reader'])(
  '%j is no command line',
  (text) => {
    expect(readCommandLine(text)).toBeNull();
  },
);
