import {
  connectionName,
  type ConnectionColour,
  type ConnectionDraft,
  ROUND_TRIP_MS,
  type RemoteConnection,
  type TlsOptions,
} from '@shared/contract/connections';
import type { FailureCode, FailureValue } from '@shared/contract/failures';
import * as v from 'valibot';
import type { Words } from '../../i18n/text';
import { formatNumber } from '../../words/format';
import { defineKeptForm } from '../../ui/form/kept-form';
import { anyBare, anySecure, readEndpoints } from './endpoints';
import type { PastedConnection } from './pasted/pasted';

/** The dialog's input, as typed. */
export interface ConnectionForm {
  readonly name: string;
  readonly colour: ConnectionColour;
  /** One per line. */
  readonly endpoints: string;
  readonly user: string;
  /** '' while `user` equals `keptFor`: the password that the engine keeps. */
  readonly password: string;
  /** The user whose password the engine keeps; '' for none. */
  readonly keptFor: string;
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  readonly serverName: string;
  readonly skipVerify: boolean;
  /** null while the field is empty. */
  readonly roundTripMs: number | null;
}
export type FormField = Exclude<keyof ConnectionForm, 'keptFor'>;

/** What is wrong with some of the fields. */
export type FormProblems = Readonly<Partial<Record<FormField, Words>>>;

/** A new connection, in that colour. */
export function emptyForm(colour: ConnectionColour): ConnectionForm {
  return {
    name: '',
    colour,
    endpoints: '',
    user: '',
    password: '',
    keptFor: '',
    ca: '',
    certificate: '',
    key: '',
    serverName: '',
    skipVerify: false,
    roundTripMs: ROUND_TRIP_MS.usual,
  };
}

export function formOf({
  name,
  colour,
  endpoints,
  user,
  hasPassword,
  tls,
  roundTripMs,
}: RemoteConnection): ConnectionForm {
  return {
    name,
    colour,
    endpoints: endpoints.join('\n'),
    user: user ?? '',
    password: '',
    keptFor: hasPassword && user !== null ? user : '',
    ca: tls.ca ?? '',
    certificate: tls.certificate ?? '',
    key: tls.key ?? '',
    serverName: tls.serverName ?? '',
    skipVerify: tls.skipVerify,
    roundTripMs,
  };
}

/**
 * Applies pasted settings. When they name endpoints they stand for a connection of their own, and nothing of the
 * previous one stays but its name and colour; otherwise they complete the form.
 */
export function withPasted(form: ConnectionForm, pasted: PastedConnection): ConnectionForm {
  const { endpoints, user, password, ...tls } = pasted;
  const { name, colour, keptFor } = form;
  return {
    ...(endpoints ? { ...emptyForm(colour), name, keptFor } : form),
    ...tls,
    ...(endpoints && { endpoints: endpoints.join('\n') }),
    ...(user !== undefined && { user, password: password ?? '' }),
  };
}

/** What keeps the form from being submitted, by field. An empty name is none of it. A test ignores the name. */
export function problemsOf(form: ConnectionForm): FormProblems {
  const problems: Partial<Record<FormField, Words>> = {};
  if (form.name.trim() !== '' && !v.is(connectionName, form.name))
    problems.name = { key: 'connections.form.nameInvalid', named: {} };
  const read = readEndpoints(form.endpoints, bareScheme(form));
  if ('problem' in read) {
    const { key, endpoint } = read.problem;
    problems.endpoints = { key: `connections.endpoint.${key}`, named: { endpoint } };
  }
  if (form.user.trim() === '' && form.password !== '')
    problems.user = { key: 'connections.form.userMissing', named: {} };
  const { certificate, key } = tlsOf(form);
  if (certificate !== null && key === null) problems.key = { key: 'connections.form.keyMissing', named: {} };
  if (key !== null && certificate === null)
    problems.certificate = { key: 'connections.form.certificateMissing', named: {} };
  if (!isRoundTrip(form.roundTripMs)) {
    const named = { min: formatNumber(ROUND_TRIP_MS.least), max: formatNumber(ROUND_TRIP_MS.most) };
    problems.roundTripMs = { key: 'connections.form.roundTripInvalid', named };
  }
  return problems;
}

function isRoundTrip(ms: number | null): ms is number {
  return ms !== null && Number.isInteger(ms) && ms >= ROUND_TRIP_MS.least && ms <= ROUND_TRIP_MS.most;
}

/** The scheme of endpoints that were typed without one: that of the others, and TLS if its files are given. */
export function bareScheme({
  endpoints,
  ca,
  certificate,
  key,
  skipVerify,
}: ConnectionForm): 'http' | 'https' {
  const hasFiles = [ca, certificate, key].some((path) => path.trim() !== '');
  return anySecure(endpoints) || hasFiles || skipVerify ? 'https' : 'http';
}

/** Whether one of the endpoints, as typed so far, uses TLS. */
export function usesTls(form: ConnectionForm): boolean {
  return anySecure(form.endpoints) || (anyBare(form.endpoints) && bareScheme(form) === 'https');
}

/** The TLS settings; none while no endpoint uses TLS, because the fields are hidden then. */
function tlsOf(form: ConnectionForm): TlsOptions {
  const { ca, certificate, key, serverName, skipVerify } = form;
  if (!usesTls(form)) return { ca: null, certificate: null, key: null, serverName: null, skipVerify: false };
  return {
    ca: filled(ca),
    certificate: filled(certificate),
    key: filled(key),
    serverName: filled(serverName),
    skipVerify,
  };
}

/** The host as a name that no other connection has: with a number behind it if need be. null without a host. */
export function freeName(host: string | null, taken: readonly string[]): string | null {
  if (host === null) return null;
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const short = host.slice(0, 50);
  for (let n = 1; ; n++) {
    const name = n === 1 ? short : `${short} ${n}`;
    if (!used.has(name.toLowerCase())) return name;
  }
}

function filled(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/**
 * The form in the engine's format, under the name that `nameless` gives when its own is empty; null while it has
 * problems.
 */
export function draftOf(form: ConnectionForm, nameless = ''): ConnectionDraft | null {
  const read = readEndpoints(form.endpoints, bareScheme(form));
  if (Object.keys(problemsOf(form)).length > 0 || !('endpoints' in read)) return null;
  const user = filled(form.user);
  return {
    name: form.name.trim() || nameless,
    colour: form.colour,
    endpoints: [...read.endpoints],
    user,
    password: user === null || form.password === '' ? null : form.password,
    tls: tlsOf(form),
    roundTripMs: form.roundTripMs ?? ROUND_TRIP_MS.usual,
  };
}

/** Whether the password that the engine keeps would be used. */
export function usesKept({ user, password, keptFor }: ConnectionForm): boolean {
  return keptFor !== '' && password === '' && user.trim() === keptFor;
}

/** Unsaved input for a connection, by its id, or for a new one. Kept until it is saved or cancelled. */
export const useTypedConnections = defineKeptForm('connection', (): { typed: Partial<ConnectionForm> } => ({
  typed: {},
}));

/** Whether the input differs from `base`. */
export function isChanged(base: ConnectionForm, typed: Partial<ConnectionForm>): boolean {
  return JSON.stringify({ ...base, ...typed }) !== JSON.stringify(base);
}

/** Whether a change affects something that a test checked. */
export function isTested(part: Partial<ConnectionForm>): boolean {
  return Object.keys(part).some((field) => field !== 'name' && field !== 'colour');
}

/** The field that a failure of saving or testing belongs to; null when it belongs to none, or to one endpoint. */
export function fieldOf(failure: FailureValue): FormField | null {
  return failure.code === 'CERTIFICATE_UNREADABLE' ? failure.data.part : (FIELDS[failure.code] ?? null);
}

const FIELDS: Readonly<Partial<Record<FailureCode, FormField>>> = {
  NAME_TAKEN: 'name',
  AUTH_FAILED: 'password',
  PASSWORD_MISSING: 'password',
  AUTH_REQUIRED: 'user',
  CERTIFICATE_USER_UNKNOWN: 'user',
  CERTIFICATE_KEY_MISMATCH: 'key',
  CERTIFICATE_UNTRUSTED: 'ca',
  CERTIFICATE_OTHER_NAME: 'serverName',
  CLIENT_CERTIFICATE_REQUIRED: 'certificate',
  CLIENT_CERTIFICATE_REFUSED: 'certificate',
};
