import { compareBytes } from '@shared/bytes';
import { Damaged } from '../fields';
import type { ResponseHeader } from '../gen/header_pb';
import type {
  RangeRequest,
  RangeResponse,
  RequestOp,
  ResponseOp,
  TxnRequest,
  TxnResponse,
} from '../gen/kv_pb';
import { KV } from '../gen/kv_pb';
import { checkedOutput } from '../links/answer';

/**
 * Calls of KV whose answers are checked against their requests. What a server says of a key that was not asked for is
 * not shown as that key, and a write whose answer says nothing has an unknown outcome.
 */
export const kvCalls: Pick<typeof KV.method, 'range' | 'put' | 'deleteRange' | 'txn'> = {
  range: {
    ...KV.method.range,
    output: checkedOutput(KV.method.range, (answer, request) => {
      const revision = checkHeader(answer.header);
      checkRange(answer, request);
      if (request.revision === 0n && answer.kvs.some((kv) => kv.modRevision > revision))
        throw new Damaged('revision');
    }),
  },
  put: { ...KV.method.put, output: checkedOutput(KV.method.put, ({ header }) => void checkHeader(header)) },
  deleteRange: {
    ...KV.method.deleteRange,
    output: checkedOutput(KV.method.deleteRange, ({ header, deleted }) => {
      checkHeader(header);
      checkCount(deleted);
    }),
  },
  txn: { ...KV.method.txn, output: checkedOutput(KV.method.txn, checkTxn) },
};

/** Returns the revision, which is 1 in an empty store. */
function checkHeader(header: ResponseHeader | undefined): bigint {
  if (!header) throw new Damaged('no-header');
  if (header.revision < 1n) throw new Damaged('revision');
  return header.revision;
}

function checkRange({ kvs, count }: RangeResponse, { key, rangeEnd }: RangeRequest): void {
  checkCount(count);
  for (const kv of kvs) {
    if (!isWithin(kv.key, key, rangeEnd)) throw new Damaged('other-key');
    if (kv.createRevision < 1n || kv.modRevision < kv.createRevision || kv.version < 1n)
      throw new Damaged('revision');
  }
}

function checkCount(count: bigint): void {
  if (count < 0n || count > BigInt(Number.MAX_SAFE_INTEGER)) throw new Damaged('count');
}

/** Whether a request for [`from`, `end`) asks for a key; without an end it asks for one, and \0 is no end. */
function isWithin(key: Uint8Array, from: Uint8Array, end: Uint8Array): boolean {
  if (end.length === 0) return compareBytes(key, from) === 0;
  const isOpen = end.length === 1 && end[0] === 0;
  return compareBytes(key, from) >= 0 && (isOpen || compareBytes(key, end) < 0);
}

function checkTxn({ header, succeeded, responses }: TxnResponse, { success, failure }: TxnRequest): void {
  checkHeader(header);
  const operations = succeeded ? success : failure;
  if (responses.length !== operations.length) throw new Damaged('responses');
  for (const [index, operation] of operations.entries()) checkOperation(responses[index], operation);
}

const responseTo = {
  requestRange: 'responseRange',
  requestPut: 'responsePut',
  requestDeleteRange: 'responseDeleteRange',
  requestTxn: 'responseTxn',
} as const;

function checkOperation(answer: ResponseOp | undefined, { request }: RequestOp): void {
  const response = answer?.response;
  if (request.case === undefined || response?.case !== responseTo[request.case])
    throw new Damaged('responses');
  if (response.case === 'responseDeleteRange') checkCount(response.value.deleted);
  else if (response.case === 'responseRange' && request.case === 'requestRange')
    checkRange(response.value, request.value);
}
