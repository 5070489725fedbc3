import { type Base64, portableBase64 } from '@shared/base64';
import { wireWith } from '@shared/contract/bytes';

/** Since Chrome 140. */
interface NativeBytes {
  readonly prototype: { readonly toBase64?: (this: Uint8Array) => string };
  readonly fromBase64?: (text: string, options: { lastChunkHandling: 'strict' }) => Uint8Array;
}

/** The page's own base64 where it has one, else ours. */
export function pageBase64(native: NativeBytes = Uint8Array as NativeBytes): Base64 {
  const { toBase64 } = native.prototype;
  if (!toBase64 || !native.fromBase64) return portableBase64;
  return {
    toBase64: (bytes) => toBase64.call(bytes),
    fromBase64: (text) => {
      try {
        return native.fromBase64?.(text, { lastChunkHandling: 'strict' }) ?? null;
      } catch {
        return null;
      }
    },
  };
}

/** What the page's link needs to carry bytes. */
export const wire = wireWith(pageBase64());
