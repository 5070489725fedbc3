import type { DialTarget } from './endpoint';

/** Where a TCP connection goes. */
export interface Place {
  /** A name or an IP address; an IPv6 address comes without brackets. */
  readonly host: string;
  readonly port: number;
}

/** How to reach the endpoints of a connection. TLS and the names in certificates stay those of the endpoint. */
export type Route =
  /** At their own addresses. `system` uses the HTTP proxy that the environment names (`https_proxy` and so on). */
  | { readonly kind: 'direct'; readonly proxy: 'none' | 'system' }
  /** Through another place that leads there, such as a tunnel. Called for each new connection; fails with an Error. */
  | { readonly kind: 'detour'; readonly placeOf: (endpoint: DialTarget) => Promise<Place> };

/** Directly to the endpoint, ignoring any proxy in the environment. */
export const direct: Route = { kind: 'direct', proxy: 'none' };

/** The start of gRPC's error when a detour could not say where to connect. */
export const NO_WAY = 'No way to the endpoint: ';

/** Where to open a socket for `endpoint`; null when only gRPC gets through. Fails as the detour does. */
export async function placeFor(route: Route, endpoint: DialTarget): Promise<Place | null> {
  if (route.kind === 'detour') return route.placeOf(endpoint);
  return route.proxy === 'system' ? null : { host: endpoint.host, port: endpoint.port };
}
