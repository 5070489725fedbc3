import type { WatchRow } from '@shared/contract/watch';
import type { Log } from '../base/log';
import type { Recorder } from '../base/recorder';
import type { Connections } from '../connections/connections';
import type { Area } from '../rpc/area';
import type { Implementer } from '../rpc/implementer';
import { ListViews, serveLive } from '../rpc/streams';
import { EventView } from './event-view';
import { eventOf } from './rows';
import { sessionSource } from './session-feed';
import { Watches } from './watches';

export function watchRouter(os: Implementer['watch'], watches: Watches) {
  const views = new ListViews<WatchRow>();
  return {
    state: os.state.handler(({ input, signal }) => serveLive(watches.state(input.connection), signal)),
    start: os.start.handler(async ({ input: { connection, range, from }, signal }) => ({
      watch: await watches.start(connection, range, from, signal),
    })),
    stop: os.stop.handler(({ input }) => watches.stop(input.watch)),
    pause: os.pause.handler(({ input }) => watches.get(input.watch).pause(input.paused)),
    clear: os.clear.handler(({ input }) => watches.get(input.watch).log.clear()),
    log: {
      open: os.log.open.handler(({ input, signal }) =>
        views.open(new EventView(watches.get(input.watch).log, input), signal),
      ),
      rows: os.log.rows.handler(({ input }) => views.rows(input)),
    },
    event: os.event.handler(({ input: { watch, seq } }) => {
      const entry = watches.get(watch).log.entry(seq);
      return entry && eventOf(seq, entry);
    }),
  };
}

interface Needs {
  readonly connections: Pick<Connections, 'client'>;
  readonly commands: Recorder;
  readonly log: Log;
}

/** Registers the area of each connection's live watches. */
export function watchArea({ connections, commands, log }: Needs, os: Implementer['watch']) {
  const watches = new Watches({
    source: (ref) => sessionSource(connections.client(ref), log),
    recorder: commands,
  });
  return {
    router: watchRouter(os, watches),
    retain: (isThere) => watches.retain(isThere),
    dispose: () => watches.dispose(),
  } satisfies Area<unknown>;
}
