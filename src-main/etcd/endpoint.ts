import { Failure } from '../base/failure';

/**
 * What gRPC dials for an etcd endpoint such as `http://127.0.0.1:2379`. Without a port it is 2379. Fails with
 * BAD_INPUT on what is not such a URL, and on `https`, which is not built yet.
 */
export function dialTarget(endpoint: string): string {
  const refuse = (reason: string) => new Failure('BAD_INPUT', { field: 'endpoint', reason });
  // URL drops a port that is its scheme's default, and knows none of ours: so the port is read off the text.
  const match = /^(\w+):\/\/(\[[\da-fA-F:.]+\]|[^/:@\s]+)(?::(\d{1,5}))?\/?$/.exec(endpoint);
  if (!match) throw refuse(`'${endpoint}' is not a URL like http://127.0.0.1:2379`);
  const [, scheme = '', host = '', port = '2379'] = match;
  if (scheme !== 'http') throw refuse(`'${scheme}' endpoints are not supported`);
  if (Number(port) > 65_535) throw refuse(`${port} is no port`);
  return `dns:${host}:${port}`;
}
