import type { ConnectionRef } from '@shared/contract/connection-ref';
import { useConnection } from '../connection/current';
import { openArea, shownArea } from '../navigation/shown-area';

/** Connects the window to another one: in the same area, unless that shows nothing of a connection. */
export function showConnection(ref: ConnectionRef): void {
  useConnection().select(ref);
  if (shownArea.value === 'settings') openArea('members');
}
