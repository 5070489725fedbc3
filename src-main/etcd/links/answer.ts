import type { DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary } from '@bufbuild/protobuf';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';

/**
 * Decodes the answer to a call. A method with the output BytesValue gets the raw bytes, for a caller that decodes
 * them itself; no real RPC of etcd answers with that message.
 */
export function answerOf<O extends DescMessage>(output: O, bytes: Uint8Array): MessageShape<O> {
  if (output.typeName !== BytesValueSchema.typeName) return fromBinary(output, bytes);
  const whole: Message = create(BytesValueSchema, { value: bytes });
  return whole as MessageShape<O>;
}
