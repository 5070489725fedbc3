import { connectionRef, type ConnectionRef } from '@shared/contract/connection-ref';
import * as v from 'valibot';

/** Where the chosen connection survives a reload of its window, and where the next window finds the latest choice. */
const STORED = 'quorate.connection';

/** The connection this window showed before a reload; otherwise the last one chosen in any window. */
export function storedSelection(): ConnectionRef | null {
  return read(sessionStorage) ?? read(localStorage);
}

/** Saves the choice for this window and for new ones. */
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
