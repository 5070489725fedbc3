import type { KeyRange } from '@shared/contract/keys';
import { Failure } from '../../base/failure';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { EtcdClient } from '../../etcd/links/client';
import { Auth } from '../../etcd/gen/auth_pb';
import type { Event } from '../../etcd/gen/mvcc_pb';
import { Event_EventType } from '../../etcd/gen/mvcc_pb';
import { Permission_Type } from '../../etcd/gen/permission_pb';
import { WatchSession } from '../../etcd/calls/watch';
import { keyPages } from './key-pages';
import type { KeyEvent, KeyListener, KeySource, Missed } from './source';

/** The keys of a cluster, read through any endpoint that answers. Does not own the client. */
export function etcdSource(client: EtcdClient, log: Log): KeySource {
  return {
    pages: (range, revision, signal) => keyPages(client, range, revision, signal),
    watch: (range, from, listener) => watchKeys(client, range, from, listener, log),
    onReconnect: (listener) => client.onReconnect(listener),
    certificateUser: () => client.certificateUser,
    granted: (user, signal) => grantedRanges(client, user, signal),
  };
}

function watchKeys(
  client: EtcdClient,
  range: KeyRange,
  from: bigint,
  listener: KeyListener,
  log: Log,
): Disposable {
  const store = new DisposableStore();
  // The watch would continue after the gap, but our list must be made again.
  const missed = (why: Missed) => {
    void store.dispose();
    listener.missed(why);
  };
  const session = store.add(
    new WatchSession(
      client,
      { ...range, startRevision: from },
      {
        events: (events) => listener.events(events.flatMap(keyEvent)),
        gap: ({ compactRevision }) => missed({ kind: 'compacted', revision: compactRevision }),
        uncertain: (revision) => missed({ kind: 'compacted', revision }),
        wentBack: (told) => missed({ kind: 'other-history', ...told }),
      },
      log,
    ),
  );
  store.add(
    session.state.onChange(() => {
      const state = session.state.value;
      if (state.kind === 'open') listener.following(state.behind);
      else if (state.kind === 'connecting') listener.lost(state.failure);
      else listener.failed(state.failure);
    }),
  );
  return store;
}

function keyEvent({ type, kv }: Event): KeyEvent[] {
  if (!kv) return [];
  const kind = type === Event_EventType.PUT ? 'put' : 'delete';
  return [{ kind, key: kv.key, revision: kv.modRevision }];
}

/** Roles of a user that are asked for, at most, and how many of them at a time. */
const MAX_ROLES = 1000;
const ROLES_AT_ONCE = 20;

/**
 * Asks for the user and each of their roles; every user may ask for their own. TOO_MANY_GRANTS when they have too
 * many roles.
 */
async function grantedRanges(client: EtcdClient, user: string, signal: AbortSignal): Promise<KeyRange[]> {
  const { roles } = await client.call(Auth.method.userGet, { name: user }, { signal });
  const [count, limit] = [roles.length, MAX_ROLES];
  if (count > limit) throw new Failure('TOO_MANY_GRANTS', { user, of: 'roles', count, limit });
  const ranges: KeyRange[] = [];
  for (let from = 0; from < count; from += ROLES_AT_ONCE) {
    const some = roles.slice(from, from + ROLES_AT_ONCE);
    const answers = await Promise.all(
      some.map((role) => client.call(Auth.method.roleGet, { role }, { signal })),
    );
    for (const { permType, key, rangeEnd } of answers.flatMap(({ perm }) => perm)) {
      if (permType === Permission_Type.WRITE) continue;
      ranges.push({ key: new Uint8Array(key), rangeEnd: new Uint8Array(rangeEnd) });
    }
  }
  return ranges;
}
