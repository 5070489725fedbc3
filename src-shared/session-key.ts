/**
 * A page of the headless host proves its session with a key of its own, because a browser sends a cookie to every
 * server on the same host, whatever its port. Scripts of one origin (host and port) alone can read the key.
 */

/** The item of `localStorage` that has the key; all tabs share it. */
export const KEY_ITEM = 'quorate.key';

/** The protocol of the WebSocket. The page offers it together with `keyProtocol`; the host chooses this one. */
export const SOCKET_PROTOCOL = 'quorate';

const PREFIX = 'quorate.key.';

/** Carries the key, because a page can set no other header of a WebSocket's request. */
export function keyProtocol(key: string): string {
  return `${PREFIX}${key}`;
}

/** The key among the offered protocols, as in the header; null when there is none. */
export function keyOffered(protocols: string | undefined): string | null {
  const offered = protocols?.split(',').map((each) => each.trim()) ?? [];
  return offered.find((each) => each.startsWith(PREFIX))?.slice(PREFIX.length) ?? null;
}

/** The header with which a plain request asks whether the key is still good. */
export const KEY_HEADER = 'x-quorate-key';
