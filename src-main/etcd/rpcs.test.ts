import { readdir } from 'node:fs/promises';
import { create, type DescFile, type DescMethod, type MessageInitShape } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { KV, type RequestOpSchema, TxnRequestSchema } from './gen/kv_pb';
import {
  AlarmRequest_AlarmAction as Alarm,
  AlarmRequestSchema,
  DowngradeRequest_DowngradeAction as Downgrade,
  DowngradeRequestSchema,
  Maintenance,
} from './gen/maintenance_pb';
import { mayRepeat, rpcPath, writes } from './rpcs';

/** Every RPC of etcd that we know, and whether it changes anything. */
const table: Readonly<Record<string, 'reads' | 'writes' | 'by request'>> = {
  '/etcdserverpb.KV/Range': 'reads',
  '/etcdserverpb.KV/RangeStream': 'reads',
  '/etcdserverpb.KV/Put': 'writes',
  '/etcdserverpb.KV/DeleteRange': 'writes',
  '/etcdserverpb.KV/Txn': 'by request',
  '/etcdserverpb.KV/Compact': 'writes',
  '/etcdserverpb.Watch/Watch': 'reads',
  '/etcdserverpb.Lease/LeaseGrant': 'writes',
  '/etcdserverpb.Lease/LeaseRevoke': 'writes',
  '/etcdserverpb.Lease/LeaseKeepAlive': 'writes',
  '/etcdserverpb.Lease/LeaseTimeToLive': 'reads',
  '/etcdserverpb.Lease/LeaseLeases': 'reads',
  '/etcdserverpb.Cluster/MemberAdd': 'writes',
  '/etcdserverpb.Cluster/MemberRemove': 'writes',
  '/etcdserverpb.Cluster/MemberUpdate': 'writes',
  '/etcdserverpb.Cluster/MemberList': 'reads',
  '/etcdserverpb.Cluster/MemberPromote': 'writes',
  '/etcdserverpb.Maintenance/Alarm': 'by request',
  '/etcdserverpb.Maintenance/Status': 'reads',
  '/etcdserverpb.Maintenance/Defragment': 'writes',
  '/etcdserverpb.Maintenance/Hash': 'reads',
  '/etcdserverpb.Maintenance/HashKV': 'reads',
  '/etcdserverpb.Maintenance/Snapshot': 'reads',
  '/etcdserverpb.Maintenance/MoveLeader': 'writes',
  '/etcdserverpb.Maintenance/Downgrade': 'by request',
  '/etcdserverpb.Auth/AuthEnable': 'writes',
  '/etcdserverpb.Auth/AuthDisable': 'writes',
  '/etcdserverpb.Auth/AuthStatus': 'reads',
  '/etcdserverpb.Auth/Authenticate': 'reads',
  '/etcdserverpb.Auth/UserAdd': 'writes',
  '/etcdserverpb.Auth/UserGet': 'reads',
  '/etcdserverpb.Auth/UserList': 'reads',
  '/etcdserverpb.Auth/UserDelete': 'writes',
  '/etcdserverpb.Auth/UserChangePassword': 'writes',
  '/etcdserverpb.Auth/UserGrantRole': 'writes',
  '/etcdserverpb.Auth/UserRevokeRole': 'writes',
  '/etcdserverpb.Auth/RoleAdd': 'writes',
  '/etcdserverpb.Auth/RoleGet': 'reads',
  '/etcdserverpb.Auth/RoleList': 'reads',
  '/etcdserverpb.Auth/RoleDelete': 'writes',
  '/etcdserverpb.Auth/RoleGrantPermission': 'writes',
  '/etcdserverpb.Auth/RoleRevokePermission': 'writes',
  '/v3lockpb.Lock/Lock': 'writes',
  '/v3lockpb.Lock/Unlock': 'writes',
  '/v3electionpb.Election/Campaign': 'writes',
  '/v3electionpb.Election/Proclaim': 'writes',
  '/v3electionpb.Election/Leader': 'reads',
  '/v3electionpb.Election/Observe': 'reads',
  '/v3electionpb.Election/Resign': 'writes',
};

const methods = new Map<string, DescMethod>();

/** Includes every generated service by discovery, so that a new one cannot be forgotten. */
beforeAll(async () => {
  const folder = new URL('./gen/', import.meta.url);
  for (const name of await readdir(folder)) {
    const exported: unknown = await import(new URL(name, folder).pathname);
    for (const file of Object.values(exported as object).filter(isFile))
      for (const service of file.services)
        for (const method of service.methods) methods.set(rpcPath(method), method);
  }
});

function isFile(value: unknown): value is DescFile {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'file';
}

it('every RPC of every service stands in the table', () => {
  expect([...methods.keys()].sort()).toEqual(Object.keys(table).sort());
});

it.each(Object.entries(table))('%s %s', (path, effect) => {
  const method = methods.get(path);
  if (!method) throw new Error(`there is no ${path}`);
  expect(writes(method, null)).toBe(effect !== 'reads');
  if (effect !== 'by request') expect(writes(method, create(method.input))).toBe(effect === 'writes');
});

it('an RPC that is not known writes, and is not repeated', () => {
  const unknown: DescMethod = { ...KV.method.range, name: 'RangeOfTomorrow' };
  expect(writes(unknown, create(unknown.input))).toBe(true);
  expect(mayRepeat(unknown)).toBe(false);
});

it('a write is repeated only where a second one changes nothing', () => {
  const repeated = [...methods.values()].filter((method) => writes(method, null) && mayRepeat(method));
  expect(repeated.map(rpcPath)).toEqual(['/etcdserverpb.Lease/LeaseKeepAlive']);
});

type Operation = MessageInitShape<typeof RequestOpSchema>;
const key = Uint8Array.of(1);
const range: Operation = { request: { case: 'requestRange', value: { key } } };
const put: Operation = { request: { case: 'requestPut', value: { key } } };
const remove: Operation = { request: { case: 'requestDeleteRange', value: { key } } };
const nested = (...success: Operation[]): Operation => ({
  request: { case: 'requestTxn', value: { success } },
});

describe('a transaction', () => {
  it.each<readonly [string, Operation[], Operation[], boolean]>([
    ['of nothing reads', [], [], false],
    ['of ranges reads', [range], [range, range], false],
    ['with a put writes', [range, put], [], true],
    ['with a delete writes', [remove], [], true],
    ['that writes only when its comparison fails writes', [range], [put], true],
    ['of transactions that read reads', [nested(range, nested(range))], [], false],
    ['of transactions that write writes', [range, nested(range, nested(put))], [], true],
    ['with an operation that is not known writes', [{ request: { case: undefined } }], [], true],
  ])('%s', (_, success, failure, expected) => {
    expect(writes(KV.method.txn, create(TxnRequestSchema, { success, failure }))).toBe(expected);
  });
});

it.each([
  ['Alarm GET', false, Maintenance.method.alarm, create(AlarmRequestSchema, { action: Alarm.GET })],
  ['Alarm ACTIVATE', true, Maintenance.method.alarm, create(AlarmRequestSchema, { action: Alarm.ACTIVATE })],
  [
    'Alarm DEACTIVATE',
    true,
    Maintenance.method.alarm,
    create(AlarmRequestSchema, { action: Alarm.DEACTIVATE }),
  ],
  [
    'Downgrade VALIDATE',
    false,
    Maintenance.method.downgrade,
    create(DowngradeRequestSchema, { action: Downgrade.VALIDATE }),
  ],
  [
    'Downgrade ENABLE',
    true,
    Maintenance.method.downgrade,
    create(DowngradeRequestSchema, { action: Downgrade.ENABLE }),
  ],
  [
    'Downgrade CANCEL',
    true,
    Maintenance.method.downgrade,
    create(DowngradeRequestSchema, { action: Downgrade.CANCEL }),
  ],
])('%s: it writes is %s', (_, expected, method, request) => {
  expect(writes(method, request)).toBe(expected);
});
