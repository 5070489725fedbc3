import type { ConnectionRef } from '@shared/contract/connection-ref';
import { onScopeDispose } from 'vue';

/** Types a text, without Enter, into a terminal of a connection; false when none could be had. */
type TypeInto = (connection: ConnectionRef, text: string) => Promise<boolean>;

let typeInto: TypeInto | null = null;

/** The area of the terminals says how it is done, until the effect scope ends. */
export function provideTerminalInput(type: TypeInto): void {
  typeInto = type;
  onScopeDispose(() => {
    if (typeInto === type) typeInto = null;
  });
}

/** Types into a terminal of `connection`: the one that is shown, or any, or a new one. False where there is none. */
export function typeIntoTerminal(connection: ConnectionRef, text: string): Promise<boolean> {
  return typeInto?.(connection, text) ?? Promise.resolve(false);
}
