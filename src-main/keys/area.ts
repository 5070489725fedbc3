import type { TreeRow } from '@shared/contract/keys';
import type { Log } from '../base/log';
import type { Recorder } from '../base/recorder';
import type { Connections } from '../connections/connections';
import type { Jobs } from '../jobs/jobs';
import type { Area } from '../rpc/area';
import type { Implementer } from '../rpc/implementer';
import { ListViews, serveLive } from '../rpc/streams';
import { Keys } from './keys';
import { Trees } from './trees';

export function keysRouter(os: Implementer['keys'], keys: Keys) {
  const trees = new Trees();
  const views = new ListViews<TreeRow>();
  return {
    status: os.status.handler(({ input, signal }) => {
      const lent = keys.use(input.connection);
      return serveLive(lent.value.status, signal, lent);
    }),
    reload: os.reload.handler(({ input }) => keys.reload(input.connection)),
    tree: {
      open: os.tree.open.handler(({ input, signal }) =>
        views.open(trees.open(input, keys.use(input.connection)), signal),
      ),
      rows: os.tree.rows.handler(({ input }) => views.rows(input)),
      summary: os.tree.summary.handler(({ input, signal }) => serveLive(trees.summary(input.tree), signal)),
      toggle: os.tree.toggle.handler(({ input }) => trees.get(input.tree).toggle(input.path, input.expanded)),
      expandAll: os.tree.expandAll.handler(({ input }) => ({
        left: trees.get(input.tree).expandAll(input.path),
      })),
      collapseAll: os.tree.collapseAll.handler(({ input }) => trees.get(input.tree).collapseAll(input.path)),
      reveal: os.tree.reveal.handler(async ({ input }) => {
        const row = await trees.get(input.tree).reveal(input.path);
        return row === null ? null : { row };
      }),
    },
    get: os.get.handler(({ input: { connection, unasked, ...wanted }, signal }) =>
      unasked ? keys.refresh(connection, wanted, signal) : keys.get(connection, wanted, signal),
    ),
    isAt: os.isAt.handler(({ input: { connection, key, modRevision }, signal }) =>
      keys.isAt(connection, key, modRevision, signal),
    ),
    changes: os.changes.handler(({ input, signal }) => {
      const lent = keys.use(input.connection);
      const changes = lent.value.changesOf(input.key);
      return serveLive(changes, signal, {
        dispose: async () => {
          await changes.dispose();
          await lent.dispose();
        },
      });
    }),
    // A write is not cancelled with its window, because its outcome would then be unknown.
    put: os.put.handler(({ input: { connection, ...action } }) => keys.put(connection, action)),
    remove: os.remove.handler(({ input: { connection, key, guard } }) => keys.remove(connection, key, guard)),
    countPrefix: os.countPrefix.handler(({ input: { connection, ...folder }, signal }) =>
      keys.countPrefix(connection, folder, signal),
    ),
    removePrefix: os.removePrefix.handler(({ input: { connection, confirmed, ...folder } }) =>
      keys.removePrefix(connection, folder, confirmed),
    ),
    removePrefixInBatches: os.removePrefixInBatches.handler(({ input: { connection, ...removal } }) => ({
      job: keys.removePrefixInBatches(connection, removal),
    })),
  };
}

interface Needs {
  readonly connections: Pick<Connections, 'client'>;
  readonly commands: Recorder;
  readonly jobs: Pick<Jobs, 'run'>;
  readonly log: Log;
}

/** Registers the area of each connection's keys. */
export function keysArea({ connections, commands, jobs, log }: Needs, os: Implementer['keys']) {
  const keys = new Keys({ client: (ref) => connections.client(ref), recorder: commands, jobs, log });
  return {
    router: keysRouter(os, keys),
    retain: (isThere) => keys.retain(isThere),
    dispose: () => keys.dispose(),
  } satisfies Area<unknown>;
}
