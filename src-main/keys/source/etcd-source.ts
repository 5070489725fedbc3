import type { KeyRange } from '@shared/contract/keys';
import { type Disposable, DisposableStore } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { EtcdClient } from '../../etcd/links/client';
import type { Event } from '../../etcd/gen/mvcc_pb';
import { Event_EventType } from '../../etcd/gen/mvcc_pb';
import { grantsOf } from '../../etcd/calls/grants';
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
    granted: async (user, signal) => (await grantsOf(client, user, signal)).read,
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
