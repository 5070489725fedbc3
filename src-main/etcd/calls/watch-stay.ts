import type { MessageInitShape } from '@bufbuild/protobuf';
import { create } from '@bufbuild/protobuf';
import { Failure, isFailure } from '../../base/failure';
import { DisposableStore } from '../../base/lifecycle';
import type { Live } from '../../base/live';
import type { WatchRequestSchema, WatchResponse } from '../gen/watch_pb';
import { WatchCreateRequestSchema } from '../gen/watch_pb';
import type { EndpointLink } from '../links/endpoint-link';
import type { Lineage } from '../links/lineage';
import type { EtcdStream } from '../links/stream';
import { subjectOf } from '../subject';
import { Lag } from './lag';
import { Silence } from './silence';
import { WatchOrder } from './watch-order';
import { watchCall } from './watch-response';

export interface Stay {
  readonly link: EndpointLink;
  readonly request: MessageInitShape<typeof WatchCreateRequestSchema>;
  /** Changes whenever any call learns how an endpoint is; those findings count here, too. */
  readonly health: Live<unknown>;
  /** Takes each response of the member; true ends the stay. */
  readonly take: (response: WatchResponse) => boolean;
  /** What the cluster is known to have reached. */
  readonly lineage: Lineage;
  /** The revision up to which everything has arrived. */
  readonly covered: () => bigint;
  /** The watch is behind that revision, or no longer (null). */
  readonly behind: (revision: bigint | null) => void;
  readonly signal: AbortSignal;
}

/**
 * Watches at one member until `take` or `signal` ends it (returns null), or until it cannot continue there
 * (returns the reason). `hasleader` makes a member that loses its leader say so; a hanging member is noticed by
 * its silence.
 */
export async function watchAt({
  link,
  request,
  health,
  take,
  signal,
  ...stay
}: Stay): Promise<Failure | null> {
  const store = new DisposableStore();
  let end: (failure: Failure | null) => void = () => undefined;
  const ended = new Promise<Failure | null>((resolve) => (end = resolve));
  const stop = () => end(null);
  signal.addEventListener('abort', stop);
  store.defer(() => signal.removeEventListener('abort', stop));
  store.add(health.onChange(() => endIfDown(link, end)));
  const order = new WatchOrder(stay.lineage);
  try {
    const stream: EtcdStream<typeof WatchRequestSchema> = await link.channel.stream(
      watchCall,
      {
        message: (response) => {
          silence.heard();
          if (!order.allows(response)) {
            stream.dispose();
            end(unreadable(link));
          } else if (isRefusal(response, request.startRevision ?? 0n)) stream.fail(refusal(response));
          else if (take(response)) end(null);
          else lag.heard(promisedBy(response));
        },
        ended: end,
      },
      { signal, subject: subjectOf(create(WatchCreateRequestSchema, request)) },
    );
    store.add(stream);
    const ask = () => stream.send({ requestUnion: { case: 'progressRequest', value: {} } });
    const { lineage, covered, behind } = stay;
    const lag = store.add(new Lag({ lineage, patience: link.patience, covered, ask, tell: behind }));
    const silence = store.add(
      new Silence({
        ask,
        doubt: () => void lookAfter(link, end),
      }),
    );
    stream.send({ requestUnion: { case: 'createRequest', value: request } });
    return await ended;
  } catch (error) {
    if (signal.aborted) return null;
    if (isFailure(error)) return error;
    throw error;
  } finally {
    await store.dispose();
  }
}

function endIfDown({ health }: EndpointLink, end: (failure: Failure) => void): void {
  if (health.state !== 'fails' || !health.failure) return;
  const { code, data } = health.failure;
  end(new Failure(code, data));
}

/** A member that still answers is merely quiet. */
async function lookAfter(link: EndpointLink, end: (failure: Failure) => void): Promise<void> {
  try {
    if (!(await link.probe())) end(new Failure('NO_LEADER', { endpoint: link.endpoint }));
  } catch (error) {
    if (isFailure(error)) end(error);
  }
}

/** A compaction ends a watch only when it is above the watch's start. */
function isRefusal({ canceled, compactRevision }: WatchResponse, start: bigint): boolean {
  return canceled && compactRevision <= start;
}

/** The revision up to which the member says that it has sent everything; 0 when it does not say. */
function promisedBy({ created, events, header }: WatchResponse): bigint {
  return created || events.length > 0 ? 0n : (header?.revision ?? 0n);
}

function unreadable({ endpoint }: EndpointLink): Failure {
  return new Failure('ANSWER_UNREADABLE', { endpoint, action: 'Watch', reason: { kind: 'revision' } });
}

/** Built as if the server had ended the stream with this text, so that only one place interprets such texts. */
function refusal({ cancelReason }: WatchResponse): Error {
  const details = cancelReason === '' ? 'EOF' : cancelReason;
  return Object.assign(new Error(details), { details });
}
