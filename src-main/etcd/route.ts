import type { DialTarget } from './endpoint';

/** What a TCP connection is opened to. */
export interface Place {
  /** A name or an IP address, an IPv6 one without brackets. */
  readonly host: string;
  readonly port: number;
}

/** How the endpoints of a connection are reached. TLS, and the names in certificates, stay those of the endpoint. */
export type Route =
  /** At their own addresses. `system` goes through the HTTP proxy that the environment names (`https_proxy` and so on). */
  | { readonly kind: 'direct'; readonly proxy: 'none' | 'system' }
  /** Somewhere else that leads there, such as a tunnel. It is asked again for each new connection; it fails with an Error. */
  | { readonly kind: 'detour'; readonly placeOf: (endpoint: DialTarget) => Promise<Place> };

/** Straight to the endpoint, whatever the environment says about proxies. */
export const direct: Route = { kind: 'direct', proxy: 'none' };

/** How gRPC's error begins when a detour could not say where to connect. */
export const NO_WAY = 'No way to the endpoint: ';

/** Where a socket for `endpoint` connects to; null where only gRPC gets through. Fails as the detour does. */
export async function placeFor(route: Route, endpoint: DialTarget): Promise<Place | null> {
  if (route.kind === 'detour') return route.placeOf(endpoint);
  return route.proxy === 'system' ? null : { host: endpoint.host, port: endpoint.port };
}
