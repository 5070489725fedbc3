import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { connections } from '@shared/contract/connections';
import { connection } from '../../rpc/engine';

/** The engine's part for connections, by its contract. */
const connectionsClient: ContractRouterClient<typeof connections> = createORPCClient(connection, {
  path: ['connections'],
});
export const engine = { connections: connectionsClient };
