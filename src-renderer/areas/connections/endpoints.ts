import { endpointUrl, MAX_ENDPOINTS } from '@shared/contract/connections';
import * as v from 'valibot';
import { bareIpv4 } from './pasted/url';

/** Why an endpoint, or the list of them, is invalid: a key below `connections.endpoint`, and the endpoint. */
export interface EndpointProblem {
  readonly key:
    | 'none'
    | 'many'
    | 'noScheme'
    | 'scheme'
    | 'unix'
    | 'user'
    | 'path'
    | 'noPort'
    | 'port'
    | 'twice'
    | 'malformed';
  /** The endpoint as typed; '' when the problem concerns the whole list. */
  readonly endpoint: string;
}

/** Splits the typed endpoints: one per line, or separated by commas or spaces. */
export function splitEndpoints(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/**
 * The endpoints in the engine's form, or the first problem. Drops a trailing slash. `bare` is the scheme of endpoints
 * that were typed as host and port alone.
 */
export function readEndpoints(
  text: string,
  bare: 'http' | 'https' = anySecure(text) ? 'https' : 'http',
): { readonly endpoints: readonly string[] } | { readonly problem: EndpointProblem } {
  const typed = splitEndpoints(text);
  if (typed.length === 0) return { problem: { key: 'none', endpoint: '' } };
  if (typed.length > MAX_ENDPOINTS) return { problem: { key: 'many', endpoint: '' } };
  const endpoints: string[] = [];
  for (const each of typed) {
    const url = urlOf(each, bare);
    const key = endpoints.includes(url) ? 'twice' : problemOf(url);
    if (key) return { problem: { key, endpoint: withoutPassword(each) } };
    endpoints.push(url);
  }
  return { endpoints };
}

/** An endpoint in the engine's form, if it is valid: a host and a port alone get the scheme. */
function urlOf(typed: string, scheme: string): string {
  const url = typed.replace(/\/$/, '').replace(/^https?:/i, (own) => own.toLowerCase());
  return bareIpv4(isHostAndPort(url) ? `${scheme}://${url}` : url);
}

function isHostAndPort(text: string): boolean {
  return /^(?:\[[^\]]*\]|[^\s/:@[\]]+):\d+$/.test(text);
}

/** Whether one of the endpoints, as typed so far, is a host and a port alone. */
export function anyBare(text: string): boolean {
  return splitEndpoints(text).some(isHostAndPort);
}

/** A message must not repeat a password: it may be read out, or be in a screenshot. */
function withoutPassword(endpoint: string): string {
  return endpoint.replace(/^([a-z0-9+.-]+:\/\/)?([^/@:]*):.*@/i, '$1$2:•••@');
}

/** The name of a connection that was given none: the host of its first endpoint; null while there is no valid one. */
export function hostOf(text: string): string | null {
  const read = readEndpoints(text);
  if ('problem' in read) return null;
  return (read.endpoints[0] ?? '').replace(/^https?:\/\//, '').replace(/:\d+$/, '') || null;
}

/** Whether one of the endpoints, as typed so far, uses TLS. */
export function anySecure(text: string): boolean {
  return splitEndpoints(text).some((each) => /^https:/i.test(each));
}

/** Whether one of the endpoints, as typed so far, is unencrypted over a network; `bare` as for `readEndpoints`. */
export function anyInTheOpen(
  text: string,
  bare: 'http' | 'https' = anySecure(text) ? 'https' : 'http',
): boolean {
  return splitEndpoints(text)
    .map((each) => urlOf(each, bare))
    .some((each) => /^http:/i.test(each) && !/^http:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i.test(each));
}

/** Returns the most specific reason. */
function problemOf(url: string): EndpointProblem['key'] | null {
  if (v.safeParse(endpointUrl, url).success) return null;
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/i.exec(url) ?? [];
  if (url.includes('@')) return 'user';
  if (scheme === undefined && /^[a-z][a-z0-9+.-]*:\//i.test(url)) return 'scheme';
  if (scheme === undefined) return /^[^/]+$/.test(url) ? 'noPort' : 'noScheme';
  if (/^unixs?$/i.test(scheme)) return 'unix';
  if (scheme !== 'http' && scheme !== 'https') return 'scheme';
  if (/[/?#]/.test(rest)) return 'path';
  const port = /:(\d+)$/.exec(rest.replace(/^\[.*\]/, ''))?.[1];
  if (port === undefined) return /:\D*$/.test(rest.replace(/^\[.*\]/, '')) ? 'port' : 'noPort';
  return Number(port) > 65_535 ? 'port' : 'malformed';
}
