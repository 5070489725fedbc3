import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { contract } from '@shared/contract/contract';
import { Connection } from './connection';
import { connect } from './transport';

export type Engine = ContractRouterClient<typeof contract>;

/** The page's only connection. Areas use `engine` and `link` below. */
export const connection = new Connection(connect);

/**
 * The engine, by its contract: `await engine.local.create(input, { signal })`. The object stays the same
 * across reconnects. A call throws a failure that `failureOf` understands, `LinkLost` when the link broke, or
 * an error with a bug's detail.
 */
export const engine: Engine = createORPCClient(connection);

/** Whether the engine answers. The window shows `lost` to the user; the link repairs itself when it can. */
export const link = connection.state;

/** Why the link is lost. `unauthorized` cannot repair itself: the user must open the page at its new address. */
export const linkTrouble = connection.trouble;

/** Connects again at once while the link is lost. */
export const retryLink = (): void => connection.retry();

/** The engine that answers (host, version, data folder); null before the first answer. */
export const engineInfo = connection.info;
