import type { KeyRange } from '@shared/contract/keys';
import { DisposableStore } from '../base/lifecycle';
import { Failure } from '../base/failure';
import type { Log } from '../base/log';
import type { EtcdClient } from '../etcd/links/client';
import { range as readRange } from '../etcd/calls/kv';
import { namingPermitted, withPermitted } from '../etcd/calls/grants';
import { namingOldest } from '../etcd/calls/oldest-revision';
import { WatchSession, type WatchState } from '../etcd/calls/watch';
import type { FeedListener } from './feed';
import type { WatchSource } from './watches';

/** Watches through `client`. Each event includes the previous value. */
export function sessionSource(client: EtcdClient, log: Log): WatchSource {
  return {
    open: (range, revision, listener) => openSession(client, range, revision, listener, log),
    beginning: (range, from, signal) =>
      namingPermitted(client, range, () => beginning(client, range, from, log, signal)),
  };
}

function openSession(
  client: EtcdClient,
  { key, rangeEnd }: KeyRange,
  startRevision: bigint,
  listener: FeedListener,
  log: Log,
) {
  const store = new DisposableStore();
  const session = store.add(
    new WatchSession(
      client,
      { key, rangeEnd, startRevision, prevKv: true },
      {
        events: (events) => listener.events(events),
        gap: ({ lostFrom, lostTo }) => listener.missed(lostFrom, lostTo),
        uncertain: (revision) => listener.uncertain(revision),
        wentBack: ({ from, to }) => listener.otherHistory(from, to),
      },
      log,
    ),
  );
  /** A refusal is told with what is permitted in the range, unless the watch has gone on meanwhile. */
  async function tellFailed(state: WatchState & { readonly kind: 'failed' }): Promise<void> {
    const { code, data } = state.failure;
    const failure = await withPermitted(client, { key, rangeEnd }, new Failure(code, data));
    if (session.state.value === state && !store.disposed) listener.failed(failure.value);
  }
  const covered = () => session.revision ?? startRevision - 1n;
  let served = false;
  store.add(
    session.state.onChange(() => {
      const state = session.state.value;
      const wasServed = served;
      served = state.kind === 'open';
      if (state.kind === 'open' && wasServed) listener.behind(state.behind);
      else if (state.kind === 'open') listener.following(state.endpoint, covered() + 1n);
      else if (state.kind === 'failed') void tellFailed(state);
      else listener.lost(state.failure);
    }),
  );
  return {
    get revision() {
      return covered();
    },
    dispose: () => store.dispose(),
  };
}

/**
 * Reads one key of the range at revision `from`, which costs the server almost nothing. The answer has the current
 * revision. The server refuses a revision that it does not have (any more), and a user who may not read the key. Of a
 * compacted one, the failure has the oldest that a watch may begin at.
 */
async function beginning(
  client: EtcdClient,
  { key }: KeyRange,
  from: bigint | null,
  log: Log,
  signal: AbortSignal | undefined,
): Promise<bigint> {
  const options = signal ? { signal } : {};
  const ask = async (revision: bigint) => {
    const { header } = await readRange(client, { key, revision, limit: 1n, keysOnly: true }, options);
    return header?.revision ?? 0n;
  };
  if (from === null) return (await ask(0n)) + 1n;
  try {
    await ask(from);
    return from;
  } catch (error) {
    const future = error instanceof Failure && error.code === 'REVISION_FUTURE';
    // The next revision has no change yet and can be waited for.
    if (future && from === (await ask(0n)) + 1n) return from;
    throw await namingOldest(client, { key, revision: from }, error, log, signal);
  }
}
