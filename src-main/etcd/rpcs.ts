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

/** What an RPC is called on the wire, such as `/etcdserverpb.KV/Range`. */
export function rpcPath({ parent, name }: DescMethod): string {
  return `/${parent.typeName}/${name}`;
}

/** RPCs that never change anything. Whatever is missing here and below writes. */
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
    // Signing in only hands out a token.
    Auth.method.authenticate,
    Auth.method.userGet,
    Auth.method.userList,
    Auth.method.roleGet,
    Auth.method.roleList,
    Election.method.leader,
    Election.method.observe,
  ].map(rpcPath),
);

/** RPCs that read or write, depending on their request: each says whether that one reads. */
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

/** Writes that may be repeated because the second one changes nothing more than the first. */
const repeatable: ReadonlySet<string> = new Set([Lease.method.leaseKeepAlive].map(rpcPath));

/**
 * Whether a call changes anything in the cluster: keys, leases, members, users, or how a member works. An RPC that is not
 * known here writes; so does one whose request decides it and is not known yet (`null`, when a stream is opened).
 */
export function writes(method: DescMethod, request: Message | null): boolean {
  const path = rpcPath(method);
  if (reads.has(path)) return false;
  return request === null || readsIf.get(path)?.(request) !== true;
}

/** Whether a call may be sent a second time when nobody knows what became of the first. A transaction may not. */
export function mayRepeat(method: DescMethod): boolean {
  const path = rpcPath(method);
  return reads.has(path) || repeatable.has(path);
}

/** Both branches count: which one is taken is decided by the server. */
function readsOnly({ success, failure }: TxnRequest): boolean {
  return [...success, ...failure].every(operationReads);
}

function operationReads({ request }: RequestOp): boolean {
  if (request.case === 'requestTxn') return readsOnly(request.value);
  return request.case === 'requestRange';
}
