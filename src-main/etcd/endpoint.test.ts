import { expect, it } from 'vitest';
import { dialTarget } from './endpoint';

it.each([
  ['http://127.0.0.1:2379', 'dns:127.0.0.1:2379'],
  ['http://[::1]:12379', 'dns:[::1]:12379'],
  ['http://etcd-1.example:80/', 'dns:etcd-1.example:80'],
  ['http://etcd-1', 'dns:etcd-1:2379'],
  ['https://etcd-1:443', 'dns:etcd-1:443'],
])('%s is dialled as %s', (endpoint, target) => {
  expect(dialTarget(endpoint)).toMatchObject({ target, tls: endpoint.startsWith('https') });
});

it.each(['', '127.0.0.1:2379', 'http://', 'http://a b:1', 'http://h:70000', 'http://u@h:1', 'ftp://h:2379'])(
  "refuses '%s'",
  (endpoint) => {
    expect(() => dialTarget(endpoint)).toThrow('BAD_INPUT');
  },
);
