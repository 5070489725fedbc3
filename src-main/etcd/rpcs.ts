import type { DescMethod, Message } from '@bufbuild/protobuf';
import { isMessage } from '@bufbuild/protobuf';
import { Auth } from './gen/auth_pb';
import { Cluster } from './gen/cluster_pb';
import { Election } from './gen/election_pb';
import { KV, type RequestOp, type TxnRequest, TxnRequestSchema } from './gen/kv_pb';
import { Lease } from './gen/lease_pb';
import {
  AlarmRequest_AlarmAction,
  AlarmRequestSchema,
  DowngradeRequest_DowngradeAction,
  DowngradeRequestSchema,
  Maintenance,
} from './gen/maintenance_pb';
import { Watch } from './gen/watch_pb';

/** The path of an RPC on the wire, such as `/etcdserverpb.KV/Range`. */
export function rpcPath({ parent, name }: DescMethod): string {
  return `/${parent.typeName}/${name}`;
}

/** RPCs that never change anything. An RPC that is listed neither here nor below counts as a write. */
const reads: ReadonlySet<string> = new Set(
  [
    KV.method.range,
    KV.method.rangeStream,
    Watch.method.watch,
    Lease.method.leaseTimeToLive,
    Lease.method.leaseLeases,
    Cluster.method.memberList,
    Maintenance.method.status,
    Maintenance.method.hash,
    Maintenance.method.hashKV,
    Maintenance.method.snapshot,
    Auth.method.authStatus,
    // Signing in only issues a token.
    Auth.method.authenticate,
    Auth.method.userGet,
    Auth.method.userList,
    Auth.method.roleGet,
    Auth.method.roleList,
    Election.method.leader,
    Election.method.observe,
  ].map(rpcPath),
);

/** RPCs that read or write depending on the request; each function tells whether a request reads. */
const readsIf: ReadonlyMap<string, (request: Message) => boolean> = new Map([
  [rpcPath(KV.method.txn), (request: Message) => isMessage(request, TxnRequestSchema) && readsOnly(request)],
  [
    rpcPath(Maintenance.method.alarm),
    (request: Message) =>
      isMessage(request, AlarmRequestSchema) && request.action === AlarmRequest_AlarmAction.GET,
  ],
  [
    rpcPath(Maintenance.method.downgrade),
    (request: Message) =>
      isMessage(request, DowngradeRequestSchema) &&
      request.action === DowngradeRequest_DowngradeAction.VALIDATE,
  ],
]);

/** Writes that may be repeated, because a second one changes nothing beyond the first. */
const repeatable: ReadonlySet<string> = new Set([Lease.method.leaseKeepAlive].map(rpcPath));

/**
 * Whether a call changes anything in the cluster: keys, leases, members, users, or how a member works. An RPC that
 * is not listed here counts as a write. So does one that depends on its request while that is not known yet
 * (`null`, when a stream is opened).
 */
export function writes(method: DescMethod, request: Message | null): boolean {
  const path = rpcPath(method);
  if (reads.has(path)) return false;
  return request === null || readsIf.get(path)?.(request) !== true;
}

/** Whether a call may be sent again when the outcome of the first is unknown. A transaction may not. */
export function mayRepeat(method: DescMethod): boolean {
  const path = rpcPath(method);
  return reads.has(path) || repeatable.has(path);
}

/** Both branches count, because the server decides which one runs. */
function readsOnly({ success, failure }: TxnRequest): boolean {
  return [...success, ...failure].every(operationReads);
}

function operationReads({ request }: RequestOp): boolean {
  if (request.case === 'requestTxn') return readsOnly(request.value);
  return request.case === 'requestRange';
}
