import { PORT_MESSAGE } from '@shared/port';
import { ipcRenderer } from 'electron';

/** The page's window. Only this file of the engine's side runs next to a page, so it is compiled without the DOM. */
declare const window: {
  addEventListener(
    type: 'message',
    listener: (event: { source: unknown; data: unknown; ports: readonly object[] }) => void,
  ): void;
};

// Only our own page is ever loaded here (see guards.ts), and the engine checks who sent the port.
window.addEventListener('message', ({ source, data, ports: [port] }) => {
  if (source === window && data === PORT_MESSAGE && port) ipcRenderer.postMessage(PORT_MESSAGE, null, [port]);
});
