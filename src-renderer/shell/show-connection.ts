import type { ConnectionRef } from '@shared/contract/connection-ref';
import { useConnection } from '../connection/current';
import { openArea, shownArea } from '../navigation/shown-area';

/** Switches the window to another connection. Stays in the same area, unless that area is not about a connection. */
export function showConnection(ref: ConnectionRef): void {
  useConnection().select(ref);
  if (shownArea.value === 'settings') openArea('members');
}
