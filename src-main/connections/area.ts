import type { ConnectionTest } from '@shared/contract/connections';
import type { Log } from '../base/log';
import type { Implementer } from '../rpc/implementer';
import { serveLive } from '../rpc/streams';
import { EndpointTest } from './endpoint-test';
import type { RemoteConnections } from './remotes';

/** Registers the area of connections to clusters that run elsewhere. */
export function connectionsArea(
  { remotes, log }: { readonly remotes: RemoteConnections; readonly log: Log },
  os: Implementer['connections'],
) {
  const router = {
    watch: os.watch.handler(({ signal }) => serveLive(remotes.state, signal)),
    save: os.save.handler(async ({ input }) => ({ id: await remotes.save(input.id, input.draft) })),
    remove: os.remove.handler(({ input }) => remotes.remove(input.id)),
    test: os.test.handler(({ input: { id, draft }, signal }) =>
      untilDone(new EndpointTest(draft.endpoints, () => remotes.credentialsOf(id, draft), log), signal),
    ),
    keepPem: os.keepPem.handler(({ input: { name, text } }) => remotes.keepPem(name, text)),
  };
  return { router };
}

/** Yields a test's state as it changes, until the test is done; the test ends when its listener leaves. */
async function* untilDone(
  test: EndpointTest,
  signal: AbortSignal | undefined,
): AsyncGenerator<ConnectionTest, void, void> {
  try {
    for await (const state of serveLive(test.state, signal)) {
      yield state;
      if (state.done) return;
    }
  } finally {
    test.dispose();
  }
}
