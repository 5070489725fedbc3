import { ORPCError } from '@orpc/client';
import { MAX_MESSAGE_BYTES } from '@shared/socket';

/**
 * A WebSocket that sends nothing so large that the other side would close the link. The call that tried fails
 * with REQUEST_TOO_LARGE, and all others continue.
 */
export class PageSocket extends WebSocket {
  override send(message: Parameters<WebSocket['send']>[0]): void {
    const bytes = sizeOf(message);
    if (bytes > MAX_MESSAGE_BYTES) throw new ORPCError('REQUEST_TOO_LARGE', { data: { bytes } });
    super.send(message);
  }
}

function sizeOf(message: Parameters<WebSocket['send']>[0]): number {
  if (message instanceof Blob) return message.size;
  if (typeof message !== 'string') return message.byteLength;
  // A UTF-16 unit takes at most three bytes in UTF-8.
  return message.length * 3 <= MAX_MESSAGE_BYTES ? message.length : new TextEncoder().encode(message).length;
}
