import { contextBridge, ipcRenderer } from 'electron';
import type { DesktopBridge } from '@shared/bridge';

/** The page's window: this file alone of the engine's side runs beside a page, so the compiler knows no DOM here. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, origin: string, transfer: readonly object[]): void;
};
declare const MessageChannel: new () => { readonly port1: object; readonly port2: object };

const bridge: DesktopBridge = {
  // A port cannot pass through the context bridge: it goes to the page as a message.
  requestPort(id) {
    const { port1, port2 } = new MessageChannel();
    ipcRenderer.postMessage('quorate:port', null, [port1]);
    window.postMessage({ quoratePort: id }, window.location.origin, [port2]);
  },
};

contextBridge.exposeInMainWorld('quorate', bridge);
