import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { callFailure } from './failures';

const endpoint = 'http://127.0.0.1:2379';
const call = { endpoint, method: 'Status', deadlineMs: 1000, cancelled: false };
const refused =
  'No connection established. Last error: Error: connect ECONNREFUSED 127.0.0.1:2379. Resolution note: ';

function grpcError(code: status, details: string): Error {
  return Object.assign(new Error(`${code}: ${details}`), { code, details });
}

describe('a call that fails', () => {
  it.each([
    [refused, { kind: 'refused' }],
    ['read ECONNRESET', { kind: 'lost' }],
    ['Connection dropped', { kind: 'lost' }],
    ['Name resolution failed for target dns:nowhere:2379', { kind: 'host-not-found' }],
    [
      'No connection established. Last error: Protocol error. Resolution note: ',
      { kind: 'said', detail: 'Protocol error' },
    ],
    [
      'No connection established. Last error: Protocol error (2026-11-28T09:01:16.385Z). Resolution note: ',
      { kind: 'said', detail: 'Protocol error' },
    ],
    ['something new', { kind: 'said', detail: 'something new' }],
  ])('without a connection (%s) says why: %o', (details, reason) => {
    expect(callFailure(grpcError(status.UNAVAILABLE, details), call).value).toEqual({
      code: 'ENDPOINT_UNREACHABLE',
      data: { endpoint, reason },
    });
  });

  it('with a text that nobody would read to its end tells the beginning of it', () => {
    const told = callFailure(grpcError(status.INTERNAL, '😀'.repeat(10_000)), call).value;
    expect(told).toEqual({
      code: 'ETCD_ERROR',
      data: { endpoint, code: 'INTERNAL', message: `${'😀'.repeat(250)}…` },
    });
    const odd = callFailure(grpcError(status.INTERNAL, `a${'😀'.repeat(10_000)}`), call).value;
    expect(odd.data).toMatchObject({ message: `a${'😀'.repeat(249)}…` });
  });

  it.each([
    ['Deadline exceeded after 1.001s,Waiting for LB pick', { kind: 'not-within', ms: 1000 }],
    ['Deadline exceeded after 1.001s,waiting for name resolution', { kind: 'not-within', ms: 1000 }],
  ])('for want of a connection in time (%s) is unreachable', (details, reason) => {
    expect(callFailure(grpcError(status.DEADLINE_EXCEEDED, details), call).value).toEqual({
      code: 'ENDPOINT_UNREACHABLE',
      data: { endpoint, reason },
    });
  });

  it.each(['Deadline exceeded after 1.001s,remote_addr=127.0.0.1:2379', 'context deadline exceeded'])(
    'for want of an answer (%s) tells its deadline',
    (details) => {
      expect(callFailure(grpcError(status.DEADLINE_EXCEEDED, details), call).value).toEqual({
        code: 'DEADLINE_EXCEEDED',
        data: { endpoint, afterMs: 1000 },
      });
    },
  );

  it('within a limit that follows the link tells it in whole milliseconds', () => {
    const limited = { ...call, deadlineMs: 4994.663413 };
    const late = 'Deadline exceeded after 4.995s,remote_addr=127.0.0.1:2379';
    expect(callFailure(grpcError(status.DEADLINE_EXCEEDED, late), limited).data).toEqual({
      endpoint,
      afterMs: 4995,
    });
    const unconnected = 'Deadline exceeded after 4.995s,Waiting for LB pick';
    expect(callFailure(grpcError(status.DEADLINE_EXCEEDED, unconnected), limited).data).toEqual({
      endpoint,
      reason: { kind: 'not-within', ms: 4995 },
    });
  });

  it.each([
    [status.UNAVAILABLE, 'etcdserver: not capable', 'UNAVAILABLE', 'not capable'],
    [status.DEADLINE_EXCEEDED, 'etcdserver: request timed out', 'DEADLINE_EXCEEDED', 'request timed out'],
    [
      status.UNKNOWN,
      'rpc error: code = Unavailable desc = etcdserver: leader changed',
      'UNKNOWN',
      'leader changed',
    ],
    [status.INTERNAL, 'something else', 'INTERNAL', 'something else'],
  ])('by the server (%i %s) gives its words', (code, details, name, message) => {
    expect(callFailure(grpcError(code, details), call).value).toEqual({
      code: 'ETCD_ERROR',
      data: { endpoint, code: name, message },
    });
  });

  it('because we ended it is cancelled, whatever gRPC makes of it', () => {
    const error = grpcError(status.UNAVAILABLE, refused);
    expect(callFailure(error, { ...call, cancelled: true }).value).toEqual({
      code: 'CANCELLED',
      data: { action: 'Status' },
    });
  });

  it('because the server ended it is unreachable', () => {
    expect(callFailure(grpcError(status.CANCELLED, 'Call cancelled'), call).code).toBe(
      'ENDPOINT_UNREACHABLE',
    );
  });

  it('in a way that gRPC does not know keeps its text', () => {
    expect(callFailure(new Error('invalid wire type'), call).value).toEqual({
      code: 'ETCD_ERROR',
      data: { endpoint, code: 'UNKNOWN', message: 'invalid wire type' },
    });
  });
});
