import type { InputReason } from '@shared/contract/reasons';
import { Failure } from '../base/failure';

/** What gRPC dials for an endpoint. */
export interface DialTarget {
  readonly target: string;
  /** Whether the endpoint speaks TLS. */
  readonly tls: boolean;
  /** An IPv6 address comes without brackets. */
  readonly host: string;
  readonly port: number;
}

/**
 * What gRPC dials for an etcd endpoint such as `https://10.0.0.5:2379`. The default port is 2379. Fails with
 * BAD_INPUT when `endpoint` is not such a URL.
 */
export function dialTarget(endpoint: string): DialTarget {
  const refuse = (reason: InputReason) => new Failure('BAD_INPUT', { field: 'endpoint', reason });
  // URL drops a port that is its scheme's default and does not know etcd's default, so read the port from the
  // text.
  const match = /^(\w+):\/\/(\[[\da-fA-F:.]+\]|[^/:@\s]+)(?::(\d{1,5}))?\/?$/.exec(endpoint);
  if (!match) throw refuse({ kind: 'no-url', endpoint });
  const [, scheme = '', host = '', portText = '2379'] = match;
  if (scheme !== 'http' && scheme !== 'https') throw refuse({ kind: 'other-scheme', scheme });
  const port = Number(portText);
  if (port > 65_535) throw refuse({ kind: 'no-port', port: portText });
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return { target: `dns:${host}:${portText}`, tls: scheme === 'https', host: bare, port };
}
