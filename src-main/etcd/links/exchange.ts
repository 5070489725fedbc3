import type {
  DescMessage,
  DescMethodBiDiStreaming,
  MessageInitShape,
  MessageShape,
} from '@bufbuild/protobuf';
import { Failure, isFailure } from '../../base/failure';
import { asFailure, isTokenStale } from '../failures';
import type { Subject } from '../subject';
import type { CallOptions, EtcdChannel } from './channel';

export interface ExchangeOptions extends CallOptions {
  /** What the call is about, for the text of a failure. */
  readonly subject?: Subject;
}

/** One request and its answer over a bidirectional call. Retries when only the token was refused. Fails as calls do. */
export async function exchange<I extends DescMessage, O extends DescMessage>(
  channel: EtcdChannel,
  method: DescMethodBiDiStreaming<I, O>,
  request: MessageInitShape<I>,
  { deadlineMs = 5000, ...options }: ExchangeOptions = {},
): Promise<MessageShape<O>> {
  const until = performance.now() + deadlineMs;
  try {
    return await once(channel, method, request, { ...options, deadlineMs });
  } catch (error) {
    if (!isFailure(error) || !isTokenStale(error)) throw error;
  }
  // The channel learned that from its stream, and opens the next with a new token.
  return once(channel, method, request, { ...options, deadlineMs: Math.max(1, until - performance.now()) });
}

async function once<I extends DescMessage, O extends DescMessage>(
  channel: EtcdChannel,
  method: DescMethodBiDiStreaming<I, O>,
  request: MessageInitShape<I>,
  { signal, deadlineMs, subject = {} }: ExchangeOptions & { readonly deadlineMs: number },
): Promise<MessageShape<O>> {
  const { endpoint } = channel;
  const [answer, settle] = settled<MessageShape<O>>();
  const cancel = () => settle(new Failure('CANCELLED', { action: method.name }));
  const late = () => settle(new Failure('DEADLINE_EXCEEDED', { endpoint, afterMs: Math.round(deadlineMs) }));
  const timer = setTimeout(late, deadlineMs);
  signal?.addEventListener('abort', cancel);
  if (signal?.aborted) cancel();
  const opening = channel.stream(
    method,
    { message: settle, ended: settle },
    { ...(signal && { signal }), subject },
  );
  opening.then((stream) => stream.send(request)).catch((error: unknown) => settle(asFailure(error)));
  try {
    return await answer;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    opening.then((stream) => stream.dispose()).catch(() => undefined);
  }
}

/** A promise and the function that settles it with an answer or a failure. */
function settled<T>(): [Promise<T>, (value: T | Failure) => void] {
  let settle: (value: T | Failure) => void = () => undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = (value) => {
      if (value instanceof Failure) reject(value);
      else resolve(value);
    };
  });
  return [promise, settle];
}
