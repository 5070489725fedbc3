import type { DescMethod } from '@bufbuild/protobuf';
import { Auth } from './gen/auth_pb';
import { Cluster } from './gen/cluster_pb';
import { KV } from './gen/kv_pb';
import { Lease } from './gen/lease_pb';
import { Maintenance } from './gen/maintenance_pb';

/** What an RPC is called on the wire, such as `/etcdserverpb.KV/Range`. */
export function rpcPath({ parent, name }: DescMethod): string {
  return `/${parent.typeName}/${name}`;
}

const reads: ReadonlySet<string> = new Set(
  [
    KV.method.range,
    Lease.method.leaseTimeToLive,
    Lease.method.leaseLeases,
    Cluster.method.memberList,
    Maintenance.method.status,
    Maintenance.method.hashKV,
    Auth.method.authStatus,
    Auth.method.userGet,
    Auth.method.userList,
    Auth.method.roleGet,
    Auth.method.roleList,
  ].map(rpcPath),
);

/** Whether a call changes nothing, so that it may be made twice. A transaction may, whatever is in it. */
export function isRead(method: DescMethod): boolean {
  return reads.has(rpcPath(method));
}
