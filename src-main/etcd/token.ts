import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AuthenticateRequestSchema, AuthenticateResponse } from './gen/auth_pb';

/** Asks the member at the other end of a channel for a token. */
export type Authenticate = (
  request: MessageInitShape<typeof AuthenticateRequestSchema>,
) => Promise<AuthenticateResponse>;

/** Whom calls are made as: etcd knows a user by a token that it gives for a password. */
export interface Tokens {
  readonly user: string | null;
  /** The token, asked for at the first call; null for nobody, or when the cluster does not want one. */
  get(authenticate: Authenticate): Promise<string | null>;
  /** `token` was refused: the next `get` asks for another. False when that cannot help. */
  renew(token: string | null): boolean;
}

export const noTokens: Tokens = { user: null, get: () => Promise.resolve(null), renew: () => false };
