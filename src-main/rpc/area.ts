import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { AreaName } from '@shared/contract/contract';
import type { Implementer } from './implementer';

/** What an area hands to the engine: its procedures, and what it does when connections or the engine go. */
export interface Area<Router> {
  readonly router: Router;
  /** Lets go of what belongs to connections that are gone. */
  readonly retain?: (isThere: (connection: ConnectionRef) => boolean) => void | Promise<void>;
  /** Called once, at the engine's end; the areas that were handed in last end first. */
  readonly dispose?: () => void | Promise<void>;
}

/** Opens an area on what the engine gives to all of them. */
export type OpenArea<Ground, Name extends AreaName> = (
  ground: Ground,
  os: Implementer[Name],
) => Area<unknown> | Promise<Area<unknown>>;
