import type { MemberRow } from '@shared/contract/members';
import { expect, it } from 'vitest';
import { Failure } from '../base/failure';
import type { ConnectionRecord } from './records';
import { remoteShell } from './remote-shell';

const plain: ConnectionRecord = {
  id: 'c',
  name: 'staging',
  colour: 'teal',
  endpoints: ['http://a:2379', 'http://b:2379'],
  user: null,
  tls: { ca: '/ca.pem', certificate: null, key: null, serverName: null, skipVerify: false },
  roundTripMs: 2000,
  password: null,
};
const etcdctl36 = { path: '/bin/etcdctl', version: '3.6.14' };
const asked = { member: null, password: null, etcdctl: etcdctl36, version: '3.6.2', rows: [] };

it('names all endpoints, and no certificate where none is used', () => {
  expect(remoteShell(plain, asked)).toEqual({
    env: { ETCDCTL_ENDPOINTS: 'http://a:2379,http://b:2379' },
    etcdctl: '/bin/etcdctl',
    notes: [],
    prompt: { name: 'staging', colour: 1 },
  });
});

it.each([
  ['3.4.23', '3'],
  ['3.5.30', '3'],
  ['3.6.14', undefined],
  ['3.7.1', undefined],
])('tells etcdctl %s the version of the API: %s', (version, api) => {
  const { env, etcdctl } = remoteShell(plain, { ...asked, etcdctl: { path: '/bin/etcdctl', version } });
  expect(env['ETCDCTL_API']).toBe(api);
  expect(etcdctl).toBe('/bin/etcdctl');
});

it('names certificates and the user of a secure connection', () => {
  const tls = { ca: '/ca.pem', certificate: '/c.pem', key: '/c.key', serverName: null, skipVerify: true };
  const record = { ...plain, endpoints: ['https://a:2379'], user: 'al', tls };
  expect(remoteShell(record, { ...asked, password: 'a:b c' }).env).toEqual({
    ETCDCTL_ENDPOINTS: 'https://a:2379',
    ETCDCTL_INSECURE_TRANSPORT: 'false',
    ETCDCTL_CACERT: '/ca.pem',
    ETCDCTL_CERT: '/c.pem',
    ETCDCTL_KEY: '/c.key',
    ETCDCTL_INSECURE_SKIP_TLS_VERIFY: 'true',
    ETCDCTL_USER: 'al',
    ETCDCTL_PASSWORD: 'a:b c',
  });
});

it('asks one member, by its endpoint or its name, and refuses one that is not there', () => {
  const row: MemberRow = {
    endpoint: 'http://b:2379',
    name: 'n2',
    status: null,
    failure: null,
    roundTripMs: null,
    at: null,
  };
  const endpoints = (member: string) =>
    remoteShell(plain, { ...asked, member, rows: [row] }).env['ETCDCTL_ENDPOINTS'];
  expect(endpoints('http://a:2379')).toBe('http://a:2379');
  expect(endpoints('n2')).toBe('http://b:2379');
  expect(() => endpoints('n9')).toThrow(Failure);
});

it('notes that there is no etcdctl, or one of another minor, and nothing where it fits', () => {
  const notes = (more: Partial<typeof asked> | { etcdctl: null }) =>
    remoteShell(plain, { ...asked, ...more }).notes;
  expect(notes({})).toEqual([]);
  expect(notes({ etcdctl: null })).toEqual([{ kind: 'missing', cluster: '3.6.2' }]);
  expect(notes({ version: '3.5.30' })).toEqual([
    { kind: 'otherMinor', etcdctl: '3.6.14', cluster: '3.5.30' },
  ]);
});

it('notes a server name, which etcdctl cannot be told, where the certificate is checked', () => {
  const notes = (skipVerify: boolean, endpoint: string) => {
    const tls = { ...plain.tls, serverName: 'etcd.internal', skipVerify };
    return remoteShell({ ...plain, endpoints: [endpoint], tls }, asked).notes;
  };
  expect(notes(false, 'https://a:2379')).toEqual([{ kind: 'serverName', name: 'etcd.internal' }]);
  expect(notes(true, 'https://a:2379')).toEqual([]);
  expect(notes(false, 'http://a:2379')).toEqual([]);
});
