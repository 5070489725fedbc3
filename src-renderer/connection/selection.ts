import { connectionRef, type ConnectionRef } from '@shared/contract/connection-ref';
import * as v from 'valibot';

/** Where a choice of connection outlives a reload of its window, and where the next window finds the latest. */
const STORED = 'quorate.connection';

/** The connection that this window showed before it was loaded again; else the one chosen last in any window. */
export function storedSelection(): ConnectionRef | null {
  return read(sessionStorage) ?? read(localStorage);
}

/** Keeps the choice, for this window and for the next ones. */
export function storeSelection(connection: ConnectionRef): void {
  const text = JSON.stringify(connection);
  sessionStorage.setItem(STORED, text);
  localStorage.setItem(STORED, text);
}

function read(storage: Storage): ConnectionRef | null {
  try {
    const found = v.safeParse(connectionRef, JSON.parse(storage.getItem(STORED) ?? 'null'));
    return found.success ? found.output : null;
  } catch {
    return null;
  }
}
