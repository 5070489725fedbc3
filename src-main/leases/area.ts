import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { AttachedKey, LeaseRow } from '@shared/contract/leases';
import type { Log } from '../base/log';
import type { Recorder } from '../base/recorder';
import type { Connections } from '../connections/connections';
import type { Area } from '../rpc/area';
import type { Implementer } from '../rpc/implementer';
import { ListViews, serveLive } from '../rpc/streams';
import { Leases } from './leases';
import { leaseSource } from './source';

export function leasesRouter(os: Implementer['leases'], leases: Leases) {
  const views = new ListViews<LeaseRow>();
  const attached = new ListViews<AttachedKey>();
  return {
    status: os.status.handler(({ input, signal }) => serveLive(leases.status(input.connection), signal)),
    open: os.open.handler(({ input, signal }) => views.open(leases.view(input), signal)),
    rows: os.rows.handler(({ input }) => views.rows(input)),
    look: os.look.handler(({ input }) => leases.look(input.list, input.from, input.to)),
    find: os.find.handler(({ input }) => {
      const row = leases.find(input.list, input.id);
      return row === null ? null : { row };
    }),
    lease: os.lease.handler(({ input: { connection, id }, signal }) =>
      serveLive(leases.lease(connection, id), signal),
    ),
    attached: {
      open: os.attached.open.handler(async ({ input, signal }) =>
        attached.open(await leases.attached(input, signal), signal),
      ),
      rows: os.attached.rows.handler(({ input }) => attached.rows(input)),
    },
    // A write is not cancelled with its window, because its outcome would then be unknown.
    grant: os.grant.handler(({ input: { connection, ...lease } }) => leases.grant(connection, lease)),
    keepAliveOnce: os.keepAliveOnce.handler(async ({ input: { connection, id } }) => ({
      ttl: await leases.keepAliveOnce(connection, id),
    })),
    keepAlive: os.keepAlive.handler(({ input: { connection, id } }) => leases.keepAlive(connection, id)),
    stopKeepAlive: os.stopKeepAlive.handler(({ input: { connection, id } }) =>
      leases.stopKeepAlive(connection, id),
    ),
    countKeys: os.countKeys.handler(async ({ input: { connection, id }, signal }) => ({
      keys: await leases.countKeys(connection, id, signal),
    })),
    revoke: os.revoke.handler(({ input: { connection, id, confirmed } }) =>
      leases.revoke(connection, id, confirmed),
    ),
  };
}

interface Needs {
  readonly connections: Pick<Connections, 'client'>;
  readonly commands: Recorder;
  readonly log: Log;
}

/** Registers the area of each connection's leases. */
export function leasesArea({ connections, commands, log }: Needs, os: Implementer['leases']) {
  const source = (ref: ConnectionRef) => leaseSource(() => connections.client(ref));
  const leases = new Leases({ source, recorder: commands, log });
  return {
    router: leasesRouter(os, leases),
    retain: (isThere) => leases.retain(isThere),
    dispose: () => leases.dispose(),
  } satisfies Area<unknown>;
}
