import { once } from 'node:events';
import { createServer } from 'node:http';
import { type Disposable, DisposableStore } from '../base/lifecycle';
import type { Log } from '../base/log';
import type { SiteFile } from '../base/site';
import type { ServedRouter } from '../areas';
import { Access } from './access';
import { requestListener } from './http';
import { Refusals } from './refusals';
import { serveSockets } from './sockets';

export interface ServerOptions {
  readonly router: ServedRouter;
  readonly site: ReadonlyMap<string, SiteFile>;
  /** An IP address. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly log: Log;
}

export interface RunningServer extends Disposable {
  readonly port: number;
  /** The address with the token, which starts a session. */
  readonly url: string;
}

/**
 * Serves the window and the contract over HTTP. Rejects with Node's error (EADDRINUSE, EACCES) when it cannot
 * listen.
 */
export async function startServer({ router, site, host, port, log }: ServerOptions): Promise<RunningServer> {
  const store = new DisposableStore();
  const server = createServer();
  server.listen(port, host);
  await once(server, 'listening');
  store.defer(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const access = new Access(host, address.port);
  const refusals = store.add(new Refusals(log));
  server.on('request', requestListener(site, access, refusals, log));
  store.add(serveSockets(server, router, { access, refusals, log }));
  return {
    port: address.port,
    url: `http://${nameFor(host)}:${address.port}/?token=${access.token}`,
    dispose: () => store.dispose(),
  };
}

function nameFor(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
