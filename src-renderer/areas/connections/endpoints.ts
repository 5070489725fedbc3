import { endpointUrl, MAX_ENDPOINTS } from '@shared/contract/connections';
import * as v from 'valibot';

/** Why an endpoint, or the list of them, is invalid: a key below `connections.endpoint`, and the endpoint. */
export interface EndpointProblem {
  readonly key:
    'none' | 'many' | 'noScheme' | 'scheme' | 'user' | 'path' | 'noPort' | 'port' | 'twice' | 'malformed';
  /** The endpoint as typed; '' when the problem concerns the whole list. */
  readonly endpoint: string;
}

/** Splits the typed endpoints: one per line, or separated by commas or spaces. */
export function splitEndpoints(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** The endpoints in the engine's form, or the first problem. Drops a trailing slash. */
export function readEndpoints(
  text: string,
): { readonly endpoints: readonly string[] } | { readonly problem: EndpointProblem } {
  const typed = splitEndpoints(text);
  if (typed.length === 0) return { problem: { key: 'none', endpoint: '' } };
  if (typed.length > MAX_ENDPOINTS) return { problem: { key: 'many', endpoint: '' } };
  const endpoints: string[] = [];
  for (const each of typed) {
    const url = each.replace(/\/$/, '').replace(/^https?:/i, (scheme) => scheme.toLowerCase());
    const key = endpoints.includes(url) ? 'twice' : problemOf(url);
    if (key) return { problem: { key, endpoint: each } };
    endpoints.push(url);
  }
  return { endpoints };
}

/** Whether one of the endpoints, as typed so far, uses TLS. */
export function anySecure(text: string): boolean {
  return splitEndpoints(text).some((each) => /^https:/i.test(each));
}

/** Whether one of the endpoints, as typed so far, is unencrypted over a network. */
export function anyInTheOpen(text: string): boolean {
  return splitEndpoints(text).some(
    (each) => /^http:/i.test(each) && !/^http:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i.test(each),
  );
}

/** Returns the most specific reason. */
function problemOf(url: string): EndpointProblem['key'] | null {
  if (v.is(endpointUrl, url)) return null;
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(url) ?? [];
  if (scheme === undefined) return 'noScheme';
  if (scheme !== 'http' && scheme !== 'https') return 'scheme';
  if (rest.includes('@')) return 'user';
  if (/[/?#]/.test(rest)) return 'path';
  const port = /:(\d+)$/.exec(rest.replace(/^\[.*\]/, ''))?.[1];
  if (port === undefined) return /:\D*$/.test(rest.replace(/^\[.*\]/, '')) ? 'port' : 'noPort';
  return Number(port) > 65_535 ? 'port' : 'malformed';
}
