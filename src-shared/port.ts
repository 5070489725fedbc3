/**
 * How a page in the desktop window gets its port to the engine: it posts this text to its own window with one end
 * of a MessageChannel, and the preload passes that end to the engine.
 */
export const PORT_MESSAGE = 'quorate:port';

/** The scheme of the desktop window's page; elsewhere the engine is reached by a WebSocket. */
export const PAGE_SCHEME = 'app';
