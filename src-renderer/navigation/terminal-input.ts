import type { ConnectionRef } from '@shared/contract/connection-ref';
import { onScopeDispose } from 'vue';

/** Types a text, without Enter, into a terminal of a connection; false when no terminal is available. */
type TypeInto = (connection: ConnectionRef, text: string) => Promise<boolean>;

let typeInto: TypeInto | null = null;

/** The terminal area registers how to do that, until the effect scope ends. */
export function provideTerminalInput(type: TypeInto): void {
  typeInto = type;
  onScopeDispose(() => {
    if (typeInto === type) typeInto = null;
  });
}

/** Types into a terminal of `connection`: the visible one, else any, else a new one. False when that fails. */
export function typeIntoTerminal(connection: ConnectionRef, text: string): Promise<boolean> {
  return typeInto?.(connection, text) ?? Promise.resolve(false);
}
