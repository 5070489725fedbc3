import type { DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary, isMessage } from '@bufbuild/protobuf';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';

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

/** Decodes the answer to a request; throws when it is damaged. `request` is null for a client stream. */
export function answerOf<O extends DescMessage>(
  output: O,
  bytes: Uint8Array,
  request: Message | null,
): MessageShape<O> {
  const decode = decoders.get(output);
  return decode === undefined ? fromBinary(output, bytes) : (decode(bytes, request) as MessageShape<O>);
}
