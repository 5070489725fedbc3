import { failures, type FailureValue } from '@shared/contract/failures';
import type { HostAction } from '@shared/contract/reasons';
import { expect, test } from 'vitest';
import { LinkLost } from '../rpc/failure';
import { texts } from './en/index';
import { errorDetails, errorText, failureText } from './failure-text';

const codes = Object.keys(failures) as (keyof typeof failures)[];

test.each(codes)('%s says what happened and what to do next, of data that the failure has', (code) => {
  const sentences: Readonly<Record<string, string>> = texts.failures[code];
  const advice = Object.keys(sentences).filter((name) => name.startsWith('next'));
  expect(advice.length).toBeGreaterThan(0);
  expect(Object.keys(sentences).length).toBeGreaterThan(advice.length);
  for (const sentence of Object.values(sentences)) {
    expect(sentence).toMatch(/\S/);
    for (const [, name] of sentence.matchAll(/\{(\w+)\}/g)) {
      expect(Object.keys(failures[code].entries)).toContain(name);
    }
  }
});

test('the data stands in the sentence', () => {
  const failure: FailureValue = { code: 'PORT_TAKEN', data: { port: 2379, by: null } };
  expect(failureText(failure).what).toBe('Port 2379 is in use by another program.');
});

test('the sentence fits what is known', () => {
  const owned: FailureValue = { code: 'PORT_TAKEN', data: { port: 2379, by: 'demo' } };
  expect(failureText(owned).what).toContain('“demo”');
  const wanted: FailureValue = { code: 'ETCD_MISSING', data: { version: '3.5.33' } };
  expect(failureText(wanted).what).toContain('3.5.33');
  const held = { node: 'n1', port: 2379, by: null, pid: 4711 };
  expect(failureText({ code: 'NODE_PORT_TAKEN', data: held }).what).toContain('(process 4711)');
  const field: FailureValue = {
    code: 'BAD_INPUT',
    data: { field: '', reason: { kind: 'refused', received: '7' } },
  };
  expect(failureText(field).what).toBe('The request is not valid: 7 is not allowed.');
});

test('what a system cannot do has its own way round', () => {
  const next = (action: HostAction) =>
    failureText({ code: 'UNSUPPORTED_HERE', data: { action, platform: 'sunos' } }).next;
  expect(next('pause')).toMatch(/^Stop or kill the node/);
  expect(next('download-etcd')).toMatch(/set its path under Settings/);
  expect(next('choose-file')).toBe('Type the path of the file instead.');
});

test('a refusal names what is permitted, five ranges at most', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const next = (count: number) => {
    const one = (n: number) => ({ key: bytes(`/k${n}`), rangeEnd: bytes(''), access: 'read' as const });
    const permitted = Array.from({ length: count }, (_, n) => one(n));
    const data = { user: 'ann', action: 'Range', key: '[/k, /l)', permitted };
    return failureText({ code: 'PERMISSION_DENIED', data }).next;
  };
  expect(next(0)).toContain('grant nothing on it');
  expect(next(2)).toContain('grant only /k0 (read only), /k1 (read only). Ask');
  expect(next(8)).toContain('/k4 (read only), 3 more. Ask');
});

test('a member that keeps its status from the user is told as one that answers', () => {
  const data = { user: 'ann', action: 'Status', key: null };
  const { what, next } = failureText({ code: 'PERMISSION_DENIED', data });
  expect(what).toMatch(/^It answers but does not show/);
  expect(next).toMatch(/^Keys, watches and leases/);
});

const unreachable = (endpoint: string, kind: 'lost' | 'refused') =>
  ({ code: 'ENDPOINT_UNREACHABLE', data: { endpoint, reason: { kind } } }) as const;

const denied = (action: string, key: string | null, user: string | null = 'ann') =>
  failureText({ code: 'PERMISSION_DENIED', data: { user, action, key } }).what;

test.each([
  ['Txn', '/k', 'change /k'],
  ['Put', '/k', 'write /k'],
  ['Range', '[/a/, /a0)', 'read the keys that start with /a/'],
  ['Range', '[/a, /c)', 'read the keys from /a up to /c'],
  ['DeleteRange', '[/a, \\x00)', 'delete the keys from /a on'],
  ['Watch', '[\\x00, \\x00)', 'watch all keys'],
  ['Range', '\\x00', 'read all keys'],
  ['LeaseLeases', null, 'list the leases'],
  ['HashKV', null, 'HashKV'],
])('a user who may not %s %s is told so in words', (action, key, words) => {
  expect(denied(action, key)).toBe(`User “ann” is not allowed to ${words}.`);
  expect(denied(action, key, null)).toBe(`The certificate’s user is not allowed to ${words}.`);
});

test('what the engine names by a word of its own is said in words', () => {
  const file: FailureValue = {
    code: 'CERTIFICATE_UNREADABLE',
    data: { part: 'ca', path: '/ca.pem', reason: { kind: 'said', detail: 'it is empty.' } },
  };
  expect(failureText(file).what).toBe('The CA certificate file cannot be used: /ca.pem: it is empty.');
  const unknown: FailureValue = {
    code: 'OUTCOME_UNKNOWN',
    data: { endpoint: 'http://e1', action: 'Put', because: [unreachable('http://e1', 'lost')] },
  };
  expect(failureText(unknown).what).toBe(
    'It is not known whether this took effect (write): http://e1 was asked and did not say. ' +
      'http://e1 cannot be reached: connection lost.',
  );
  const busy: FailureValue = { code: 'BUSY', data: { name: 'etcd 3.6.14', action: 'download' } };
  expect(failureText(busy).what).toBe('“etcd 3.6.14” is busy: downloading.');
});

test('of several endpoints each is said to be what it is', () => {
  const because = [
    unreachable('http://e1', 'refused'),
    { code: 'TLS_MISMATCH', data: { endpoint: 'http://e2', speaks: 'tls' } } as const,
  ];
  const none: FailureValue = {
    code: 'NO_ENDPOINT',
    data: { endpoints: ['http://e1', 'http://e2'], because },
  };
  expect(failureText(none).what).toBe(
    'None of the endpoints can be used: http://e1, http://e2. ' +
      'http://e1 cannot be reached: connection refused. http://e2 speaks TLS.',
  );
  const empty: FailureValue = { code: 'NO_ENDPOINT', data: { endpoints: [], because: [] } };
  expect(failureText(empty).what).toBe('There is no endpoint to ask.');
});

test('why something failed is said as exactly as it is known', () => {
  const says = (failure: FailureValue) => failureText(failure).what;
  const ended = { kind: 'ended', code: null, signal: 'SIGSEGV', detail: 'oops.' } as const;
  expect(says({ code: 'ETCD_UNUSABLE', data: { path: '/etcd', reason: ended } })).toBe(
    'The etcd at /etcd cannot be used: it ended with SIGSEGV: oops.',
  );
  const reason = { kind: 'does-not-run', reason: { kind: 'no-program' } } as const;
  expect(says({ code: 'ARCHIVE_UNUSABLE', data: { archive: 'a.zip', reason } })).toBe(
    'The archive a.zip cannot be used: its etcd does not run: it is not a program.',
  );
  const cut = { kind: 'cut-off', received: 5, total: null } as const;
  expect(says({ code: 'DOWNLOAD_FAILED', data: { url: 'http://x', reason: cut } })).toBe(
    'The download from http://x failed: the connection broke off after 5 bytes.',
  );
});

test('several names read as a list', () => {
  const failure: FailureValue = { code: 'ETCD_IN_USE', data: { version: '3.6.14', clusters: ['a', 'b'] } };
  expect(failureText(failure).what).toBe('etcd 3.6.14 is in use by a, b.');
});

test('data with braces, bars or at signs is text like any other', () => {
  const failure: FailureValue = { code: 'NAME_TAKEN', data: { name: '{x} | @:y' } };
  expect(failureText(failure).what).toContain('{x} | @:y');
});

test('a lost link and a bug have their words, and a bug its details', () => {
  expect(errorText(new LinkLost()).what).toContain('connection to Quorate');
  expect(errorText(new TypeError('x is undefined')).what).toContain('unexpected');
  expect(errorDetails(new TypeError('x is undefined'))).toContain('x is undefined');
});

test('of a compacted revision the oldest that is left is named when it is known', () => {
  const { what, next } = failureText({ code: 'REVISION_COMPACTED', data: { revision: '3', compacted: '9' } });
  expect(`${what} ${next}`).toBe(
    'Revision 3 has been compacted: everything before 9 is gone for good. Read or watch from 9 on.',
  );
  const unknown = failureText({ code: 'REVISION_COMPACTED', data: { revision: '3', compacted: null } });
  expect(unknown.next).toBe('Choose a later revision.');
});
