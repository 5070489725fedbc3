import type { RemoteConnection } from '@shared/contract/connections';
import type { FailureValue } from '@shared/contract/failures';
import { describe, expect, it } from 'vitest';
import { draftOf, emptyForm, fieldOf, formOf, freeName, problemsOf, usesKept, withPasted } from './form';

const prod: RemoteConnection = {
  id: 'c1',
  name: 'prod',
  colour: 'red',
  endpoints: ['https://a:2379', 'https://b:2379'],
  user: 'root',
  hasPassword: true,
  tls: { ca: '/ca.pem', certificate: null, key: null, serverName: 'etcd.example', skipVerify: false },
  roundTripMs: 5000,
};
const secure = { endpoints: 'https://a:2379' };
const filled = { ...emptyForm('indigo'), name: 'prod', endpoints: 'http://a:2379' };

describe('the form of a connection', () => {
  it('gives back what it was made from, and keeps the password that it does not know', () => {
    const { id, hasPassword, ...kept } = prod;
    expect([id, hasPassword]).toEqual(['c1', true]);
    expect(draftOf(formOf(prod))).toEqual({ ...kept, password: null });
  });

  it.each([null, 99, 30_001, 1.5])('is not sent with a slowest round trip of %s', (roundTripMs) => {
    expect(problemsOf({ ...filled, roundTripMs }).roundTripMs?.key).toBe('connections.form.roundTripInvalid');
    expect(draftOf({ ...filled, roundTripMs })).toBeNull();
    expect(draftOf({ ...filled, roundTripMs: 100 })).toMatchObject({ roundTripMs: 100 });
  });

  it('sends no password without a user', () => {
    expect(draftOf({ ...filled, password: '' })).toMatchObject({ user: null, password: null });
    expect(draftOf({ ...filled, user: ' root ', password: 'pw ' })).toMatchObject({
      user: 'root',
      password: 'pw ',
    });
  });

  it('sends the password only when one was typed', () => {
    const form = formOf(prod);
    expect(usesKept(form)).toBe(true);
    expect(draftOf({ ...form, password: 'new' })).toMatchObject({ password: 'new' });
    expect(usesKept({ ...form, user: 'other' })).toBe(false);
    expect(usesKept(formOf({ ...prod, hasPassword: false }))).toBe(false);
  });

  it.each([
    ['a usable name', { name: 'a\u0007' }, 'name'],
    ['endpoints', { endpoints: 'a' }, 'endpoints'],
    ['the user of a password', { password: 'pw' }, 'user'],
    ['the key of a certificate', { ...secure, certificate: '/c.pem' }, 'key'],
    ['the certificate of a key', { ...secure, key: '/k.pem' }, 'certificate'],
  ])('asks for %s', (_name, part, field) => {
    const form = { ...filled, ...part };
    expect(Object.keys(problemsOf(form))).toEqual([field]);
    expect(draftOf(form)).toBeNull();
  });

  it('sends nothing of TLS while no endpoint speaks it', () => {
    const form = { ...filled, ca: '/ca.pem', certificate: '/c.pem', skipVerify: true };
    expect(draftOf(form)?.tls).toEqual({
      ca: null,
      certificate: null,
      key: null,
      serverName: null,
      skipVerify: false,
    });
    expect(draftOf({ ...form, ...secure, key: '/k.pem' })?.tls).toMatchObject({
      ca: '/ca.pem',
      skipVerify: true,
    });
  });

  it('can be tested without a name', () => {
    expect(draftOf({ ...filled, name: '' }, 'unnamed')?.name).toBe('unnamed');
    expect(draftOf({ ...filled, name: '', endpoints: '' }, 'unnamed')).toBeNull();
  });

  it('takes a host and a port alone for TLS when its files are given', () => {
    const form = { ...filled, endpoints: 'a:2379' };
    expect(draftOf(form)?.endpoints).toEqual(['http://a:2379']);
    expect(draftOf({ ...form, ca: '~/ca.pem' })).toMatchObject({
      endpoints: ['https://a:2379'],
      tls: { ca: '~/ca.pem' },
    });
  });

  it('has a name that no other connection has when none was typed', () => {
    expect(freeName('a.example', [])).toBe('a.example');
    expect(freeName('a.example', ['A.example', 'a.example 2'])).toBe('a.example 3');
    expect(freeName('x'.repeat(80), ['x'.repeat(50)])).toBe(`${'x'.repeat(50)} 2`);
    expect(freeName(null, [])).toBeNull();
  });

  it('keeps nothing of the previous connection but its name when endpoints are pasted', () => {
    const previous = {
      ...filled,
      ...{ user: 'me', password: 'mine', ca: '/ca.pem', certificate: '/c.pem', key: '/k.pem' },
      ...{ serverName: 'x', skipVerify: true, roundTripMs: 9000 },
    };
    expect(withPasted(previous, { endpoints: ['b:1'] })).toEqual({
      ...emptyForm('indigo'),
      name: 'prod',
      endpoints: 'b:1',
    });
    expect(withPasted(previous, { endpoints: ['https://b:1'], user: 'root', ca: '/new.pem' })).toEqual({
      ...emptyForm('indigo'),
      ...{ name: 'prod', endpoints: 'https://b:1', user: 'root', ca: '/new.pem' },
    });
  });

  it('is completed by what is pasted without endpoints', () => {
    const form = { ...filled, user: 'me', password: 'mine', serverName: 'x' };
    expect(withPasted(form, { user: 'root', ca: '/ca.pem' })).toEqual({
      ...form,
      ...{ user: 'root', password: '', ca: '/ca.pem' },
    });
  });
});

describe('a failure', () => {
  const endpoint = 'https://a:2379';
  const failures: readonly (readonly [FailureValue, string | null])[] = [
    [{ code: 'AUTH_FAILED', data: { endpoint, user: 'root' } }, 'password'],
    [{ code: 'AUTH_REQUIRED', data: { endpoint } }, 'user'],
    [
      { code: 'CERTIFICATE_UNREADABLE', data: { part: 'ca', path: '/ca.pem', reason: { kind: 'missing' } } },
      'ca',
    ],
    [{ code: 'CERTIFICATE_OTHER_NAME', data: { endpoint, asked: 'a', names: 'b' } }, 'serverName'],
    [{ code: 'NAME_TAKEN', data: { name: 'prod' } }, 'name'],
    [{ code: 'ENDPOINT_UNREACHABLE', data: { endpoint, reason: { kind: 'refused' } } }, null],
  ];
  it.each(failures)('%o stands beside its field', (failure, field) => {
    expect(fieldOf(failure)).toBe(field);
  });
});
