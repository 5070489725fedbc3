import { endpointUrl, MAX_ENDPOINTS } from '@shared/contract/connections';
import * as v from 'valibot';

/** Why an endpoint, or the list of them, is not taken: a key below `connections.endpoint`, and what it is about. */
export interface EndpointProblem {
  readonly key:
    'none' | 'many' | 'noScheme' | 'scheme' | 'user' | 'path' | 'noPort' | 'port' | 'twice' | 'malformed';
  /** The endpoint as typed; '' where it is about all of them. */
  readonly endpoint: string;
}

/** What was typed as endpoints: one per line, or with commas or blanks between. */
export function splitEndpoints(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** The endpoints as the engine takes them, or the first problem. A slash at the end is let go. */
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

/** Whether one of the endpoints, as far as they are typed, speaks TLS. */
export function anySecure(text: string): boolean {
  return splitEndpoints(text).some((each) => /^https:/i.test(each));
}

/** Whether one of the endpoints, as far as they are typed, goes unencrypted over a network. */
export function anyInTheOpen(text: string): boolean {
  return splitEndpoints(text).some(
    (each) => /^http:/i.test(each) && !/^http:\/\/(localhost|127\.[\d.]+|\[::1\])(:|\/|$)/i.test(each),
  );
}

/** Says the most exact reason that there is. */
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
