import type { DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary, isMessage } from '@bufbuild/protobuf';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';

type Check = (bytes: Uint8Array, request: Message | null) => void;

const checks = new WeakMap<DescMessage, Check>();

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
  checks.set(output, (bytes, request) => {
    if (isMessage(request, input)) check(bytes, request);
  });
  return output;
}

/** Decodes the answer to a request; throws when it is damaged. `request` is null for a client stream. */
export function answerOf<O extends DescMessage>(
  output: O,
  bytes: Uint8Array,
  request: Message | null,
): MessageShape<O> {
  const check = checks.get(output);
  if (check === undefined) return fromBinary(output, bytes);
  check(bytes, request);
  const whole: Message = create(BytesValueSchema, { value: bytes });
  return whole as MessageShape<O>;
}
