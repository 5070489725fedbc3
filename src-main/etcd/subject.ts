import type { Message } from '@bufbuild/protobuf';
import { isMessage } from '@bufbuild/protobuf';
import { toText } from '@shared/bytes';
import { AuthenticateRequestSchema } from './gen/auth_pb';
import { CampaignRequestSchema, LeaderRequestSchema } from './gen/election_pb';
import type { RequestOp, TxnRequest } from './gen/kv_pb';
import {
  CompactionRequestSchema,
  DeleteRangeRequestSchema,
  PutRequestSchema,
  RangeRequestSchema,
  TxnRequestSchema,
} from './gen/kv_pb';
import {
  LeaseGrantRequestSchema,
  LeaseKeepAliveRequestSchema,
  LeaseRevokeRequestSchema,
  LeaseTimeToLiveRequestSchema,
} from './gen/lease_pb';
import { LockRequestSchema, UnlockRequestSchema } from './gen/lock_pb';
import { WatchCreateRequestSchema } from './gen/watch_pb';
import { hexId } from './ids';

/** What a request is about, as far as the text of a failure needs it. Keys are given as displayed text. */
export interface Subject {
  /** The key, the `[key, end)` of a range, or the first key of a transaction. */
  readonly key?: string;
  readonly lease?: string;
  /** Seconds. */
  readonly ttl?: number;
  readonly revision?: string;
  readonly user?: string;
  /** For a transaction: the length of its longer branch. */
  readonly operations?: number;
}

/** Extracts what a request is about. */
export function subjectOf(request: Message): Subject {
  if (isMessage(request, RangeRequestSchema))
    return { key: rangeText(request.key, request.rangeEnd), revision: String(request.revision) };
  if (isMessage(request, WatchCreateRequestSchema))
    return { key: rangeText(request.key, request.rangeEnd), revision: String(request.startRevision) };
  if (isMessage(request, DeleteRangeRequestSchema)) return { key: rangeText(request.key, request.rangeEnd) };
  if (isMessage(request, PutRequestSchema)) return { key: toText(request.key), lease: hexId(request.lease) };
  if (isMessage(request, TxnRequestSchema)) return subjectOfTxn(request);
  if (isMessage(request, CompactionRequestSchema)) return { revision: String(request.revision) };
  if (isMessage(request, LeaseGrantRequestSchema))
    return { lease: hexId(request.ID), ttl: Number(request.TTL) };
  if (
    isMessage(request, LeaseRevokeRequestSchema) ||
    isMessage(request, LeaseTimeToLiveRequestSchema) ||
    isMessage(request, LeaseKeepAliveRequestSchema)
  )
    return { lease: hexId(request.ID) };
  if (isMessage(request, LockRequestSchema) || isMessage(request, CampaignRequestSchema))
    return { key: toText(request.name), lease: hexId(request.lease) };
  if (isMessage(request, UnlockRequestSchema)) return { key: toText(request.key) };
  if (isMessage(request, LeaderRequestSchema)) return { key: toText(request.name) };
  if (isMessage(request, AuthenticateRequestSchema)) return { user: request.name };
  return {};
}

function subjectOfTxn({ compare, success, failure }: TxnRequest): Subject {
  const operations = Math.max(success.length, failure.length, compare.length);
  const parts = [...success, ...failure].flatMap(partOf);
  const [first = compare[0] && { key: rangeText(compare[0].key, compare[0].rangeEnd) }] = parts;
  const lease = parts.find((part) => part.lease !== undefined && part.lease !== '0')?.lease;
  return { ...first, ...(lease !== undefined && { lease }), operations };
}

function partOf({ request }: RequestOp): Subject[] {
  return request.value === undefined ? [] : [subjectOf(request.value)];
}

function rangeText(key: Uint8Array, end: Uint8Array): string {
  return end.length === 0 ? toText(key) : `[${toText(key)}, ${toText(end)})`;
}
