import { PORT_MESSAGE } from '@shared/port';
import { ipcRenderer } from 'electron';

/** The page's window: this file alone of the engine's side runs beside a page, so the compiler knows no DOM here. */
declare const window: {
  addEventListener(
    type: 'message',
    listener: (event: { source: unknown; data: unknown; ports: readonly object[] }) => void,
  ): void;
};

// Only our own page is ever loaded beside this (see guards.ts), and the engine checks who sent the port.
window.addEventListener('message', ({ source, data, ports: [port] }) => {
  if (source === window && data === PORT_MESSAGE && port) ipcRenderer.postMessage(PORT_MESSAGE, null, [port]);
});
