import type { ConnectionRef } from '@shared/contract/connection-ref';
import type { AreaName } from '@shared/contract/contract';
import type { Implementer } from './implementer';

/** What an area provides to the engine: its procedures, and what to do when connections or the engine go away. */
export interface Area<Router> {
  readonly router: Router;
  /** Disposes of what belongs to connections that are gone. */
  readonly retain?: (isThere: (connection: ConnectionRef) => boolean) => void | Promise<void>;
  /** Called once, when the engine ends; the areas registered last are disposed of first. */
  readonly dispose?: () => void | Promise<void>;
}

/** Opens an area on the ground that all areas share. */
export type OpenArea<Ground, Name extends AreaName> = (
  ground: Ground,
  os: Implementer[Name],
) => Area<unknown> | Promise<Area<unknown>>;
