import type { DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary, isMessage } from '@bufbuild/protobuf';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';
import { errorText } from '../../base/failure';

/** `request` is null for a client stream. */
type Decode = (bytes: Uint8Array, request: Message | null) => Message;

const decoders = new WeakMap<DescMessage, Decode>();

/**
 * The output of a call whose answers `decode` decodes, because the general decoder is too slow for them. It throws
 * Damaged; the call then fails as it does for an answer that the general one cannot decode. Bytes in the result may be
 * views on the answer.
 */
export function decodedBy<O extends DescMessage>(
  output: O,
  decode: (bytes: Uint8Array) => MessageShape<O>,
): O {
  const own = { ...output };
  decoders.set(own, decode);
  return own;
}

/**
 * The output of a call whose caller decodes the answer itself. `check` gets the answer and the request, and throws
 * when the answer is damaged or does not fit. The call then fails as it does for an answer that cannot be decoded,
 * so the caller can trust what it gets.
 */
export function rawOutput<I extends DescMessage>(
  input: I,
  check: (bytes: Uint8Array, request: MessageShape<I>) => void,
): typeof BytesValueSchema {
  const output = { ...BytesValueSchema };
  decoders.set(output, (bytes, request) => {
    if (isMessage(request, input)) check(bytes, request);
    return create(BytesValueSchema, { value: bytes });
  });
  return output;
}

/** Rejects when the answer is damaged, and as `signal` does. */
type Check = (bytes: Uint8Array, signal: AbortSignal | undefined) => Promise<void>;

const checks = new WeakMap<DescMessage, Check>();

/** As `rawOutput`, for an answer so large that `check` reads it in slices. */
export function rawInSlices(check: Check): typeof BytesValueSchema {
  const output = { ...BytesValueSchema };
  decoders.set(output, (bytes) => create(BytesValueSchema, { value: bytes }));
  checks.set(output, check);
  return output;
}

/** What is left to check of an answer that was decoded; null for nothing. Rejects as a call does whose answer cannot be decoded. */
export function checkOf(
  output: DescMessage,
  answer: Message,
  signal: AbortSignal | undefined,
): Promise<void> | null {
  const check = checks.get(output);
  if (!check || !isMessage(answer, BytesValueSchema)) return null;
  return check(answer.value, signal).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    const details = `Response message parsing error: ${errorText(error)}`;
    throw Object.assign(new Error(details, { cause: error }), { details });
  });
}

/** Decodes the answer to a request; throws when it is damaged. `request` is null for a client stream. */
export function answerOf<O extends DescMessage>(
  output: O,
  bytes: Uint8Array,
  request: Message | null,
): MessageShape<O> {
  const decode = decoders.get(output);
  return decode === undefined ? fromBinary(output, bytes) : (decode(bytes, request) as MessageShape<O>);
}
