import * as v from 'valibot';
import type { Base64 } from '../base64';

/** Keys and values stay bytes from etcd to the cell that shows them. `toText` of `bytes.ts` converts them to text. */
export const bytes = v.custom<Uint8Array>((input) => input instanceof Uint8Array);

/** oRPC reserves the numbers below 20. */
const BYTES_TYPE = 20;

/**
 * Options of every link and handler: bytes travel as base64 over both transports. Each side brings its own fastest way
 * to convert them.
 */
export function wireWith({ toBase64, fromBase64 }: Base64) {
  const bytesSerializer = {
    type: BYTES_TYPE,
    condition: (data: unknown) => data instanceof Uint8Array,
    serialize: (data: Uint8Array) => toBase64(data),
    deserialize: (data: unknown): Uint8Array => {
      const found = typeof data === 'string' ? fromBase64(data) : null;
      if (!found) throw new TypeError('bytes that are not base64');
      return found;
    },
  };
  return { customJsonSerializers: [bytesSerializer] };
}
