import type { DescMessage, Message, MessageShape } from '@bufbuild/protobuf';
import { create, fromBinary, isMessage } from '@bufbuild/protobuf';
import { BytesValueSchema } from '@bufbuild/protobuf/wkt';
import { Damaged, Fields } from '../fields';
import { MOST_FIELDS } from '../limits';

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

/** What is left to check of an answer that was decoded; null for nothing. Rejects with Damaged, and as `signal` does. */
export function checkOf(
  output: DescMessage,
  answer: Message,
  signal: AbortSignal | undefined,
): Promise<void> | null {
  const check = checks.get(output);
  if (!check || !isMessage(answer, BytesValueSchema)) return null;
  return check(answer.value, signal).catch((error: unknown) => {
    if (signal?.aborted || error instanceof Damaged) throw error;
    // What the decoder finds wrong with a header.
    throw new Damaged('field-type', { cause: error });
  });
}

/**
 * The output of a call whose decoded answer must fit its request: `check` throws Damaged when it does not, and the call
 * then fails as it does for an answer that cannot be decoded.
 */
export function checkedOutput<I extends DescMessage, O extends DescMessage>(
  { input, output }: { readonly input: I; readonly output: O },
  check: (answer: MessageShape<O>, request: MessageShape<I>) => void,
): O {
  const own = { ...output };
  decoders.set(own, (bytes, request) => {
    const answer = decoded(output, bytes);
    if (isMessage(request, input)) check(answer, request);
    return answer;
  });
  return own;
}

/** Decodes the answer to a request; throws when it is damaged. `request` is null for a client stream. */
export function answerOf<O extends DescMessage>(
  output: O,
  bytes: Uint8Array,
  request: Message | null,
): MessageShape<O> {
  const decode = decoders.get(output);
  return decode === undefined ? decoded(output, bytes) : (decode(bytes, request) as MessageShape<O>);
}

/**
 * Decodes a message. Throws when it is damaged, or Damaged when it has so many fields that the decoder would block the
 * event loop and fill the memory: a kilobyte that is compressed well can hold a million of them.
 */
export function decoded<O extends DescMessage>(schema: O, bytes: Uint8Array): MessageShape<O> {
  count(schema, new Fields(bytes, 0, bytes.length), 0);
  return fromBinary(schema, bytes, { readUnknownFields: false });
}

/** Adds a message's fields to those counted before, and returns them all. */
function count(schema: DescMessage, fields: Fields, before: number): number {
  const inner = messagesOf(schema);
  let all = before;
  while (fields.next()) {
    if (++all > MOST_FIELDS) throw new Damaged('too-many-fields');
    const message = fields.hasLength ? inner.get(fields.no) : undefined;
    if (message) all = count(message, fields.inside(), all);
  }
  return all;
}

const known = new WeakMap<DescMessage, ReadonlyMap<number, DescMessage>>();

/** The messages that a message can have, by their field's number. */
function messagesOf(schema: DescMessage): ReadonlyMap<number, DescMessage> {
  const found =
    known.get(schema) ??
    new Map(schema.fields.flatMap(({ number, message }) => (message ? [[number, message] as const] : [])));
  known.set(schema, found);
  return found;
}
