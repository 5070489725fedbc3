import type { Base64 } from '@shared/base64';
import { wireWith } from '@shared/contract/bytes';

/** Node's own base64, which by itself would skip over anything that is none. */
export const nodeBase64: Base64 = {
  toBase64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  fromBase64: (text) => (isBase64(text) ? new Uint8Array(Buffer.from(text, 'base64')) : null),
};

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text);
}

/** What the engine's handlers need to carry bytes. */
export const wire = wireWith(nodeBase64);
