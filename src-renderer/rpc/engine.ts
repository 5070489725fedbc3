import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '@shared/contract/contract';
import { Connection } from './connection';
import { connect } from './transport';

export type Engine = ContractRouterClient<typeof contract>;

/** The page's one connection; `engine` and `link` below are what the areas use. */
export const connection = new Connection(connect);

/**
 * The engine, by its contract: `await engine.local.create(input, { signal })`. Stays the same across
 * reconnects. A call throws what `failureOf` understands, `LinkLost` when the link broke, or a bug's detail.
 */
export const engine: Engine = createORPCClient(connection);

/** Whether the engine answers: `lost` is said to the user, and mends itself when it can. */
export const link = connection.state;

/** Why the link is lost: `unauthorized` does not mend itself, the page must be opened by the new address. */
export const linkTrouble = connection.trouble;

/** Who answers (host, version, data folder); null before the first answer. */
export const engineInfo = connection.info;
