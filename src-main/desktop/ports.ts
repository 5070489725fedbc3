import { RPCHandler } from '@orpc/server/message-port';
import { PORT_MESSAGE } from '@shared/port';
import { ipcMain, type IpcMainEvent, type MessagePortMain, type WebContents } from 'electron';
import { type Disposable, toDisposable } from '../base/lifecycle';
import type { Log } from '../base/log';
import type { ServedRouter } from '../areas';
import { isOurs } from './guards';
import { callContext } from '../rpc/open-streams';
import { wire } from '../rpc/wire';

/**
 * Serves the contract on the ports that our pages pass on through the preload. Messages that arrive before the
 * router exists wait for it.
 */
export function servePorts(router: Promise<ServedRouter>, log: Log): Disposable {
  const serving = router.then((ready) => new RPCHandler(ready, wire));
  // Handled where the engine is started.
  serving.catch(() => undefined);
  const open = new Map<WebContents, Set<MessagePortMain>>();

  const accept = (event: IpcMainEvent) => {
    const [port] = event.ports;
    const { sender, senderFrame } = event;
    if (!port) return;
    if (!senderFrame || senderFrame !== sender.mainFrame || !isOurs(senderFrame.origin)) {
      log.warn('a port was refused', { url: senderFrame?.url });
      port.close();
      return;
    }
    let ports = open.get(sender);
    if (!ports) {
      ports = new Set();
      open.set(sender, ports);
      sender.once('destroyed', () => open.delete(sender));
    }
    ports.add(port);
    port.on('close', () => ports.delete(port));
    serving.then(
      (handler) => {
        handler.upgrade(port, callContext());
        port.start();
      },
      // The host reports why the engine did not start, and quits.
      () => port.close(),
    );
  };
  ipcMain.on(PORT_MESSAGE, accept);
  return toDisposable(() => {
    ipcMain.off(PORT_MESSAGE, accept);
    for (const ports of open.values()) for (const port of ports) port.close();
  });
}
