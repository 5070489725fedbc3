import type { MessageInitShape } from '@bufbuild/protobuf';
import { pause } from '../../base/live';
import { isFailure } from '../failures';
import type { AuthenticateRequestSchema, AuthenticateResponse } from '../gen/auth_pb';

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

/** A password, or where it is had when it is needed. */
export type Password = string | (() => Promise<string>);

/** So long another member's answer is waited for, which most often serves all: one that hangs holds up no other. Milliseconds. */
const PATIENCE_MS = 500;

/**
 * The token of one user, shared by all channels of a connection: a cluster's members take each other's. A member
 * forgets it after five minutes without use, or when it is restarted: then it is asked for again.
 */
export class UserTokens implements Tokens {
  readonly #password: Password;
  #token: { readonly value: string | null } | null = null;
  #asking: Promise<string | null> | null = null;

  constructor(
    readonly user: string,
    password: Password,
  ) {
    this.#password = password;
  }

  /** Fails with AUTH_FAILED for a wrong name or password, and as calls do. */
  async get(authenticate: Authenticate): Promise<string | null> {
    if (!this.#token && this.#asking) await soon(this.#asking);
    if (this.#token) return this.#token.value;
    // The one before may have failed for its own member's or caller's sake.
    const asking = this.#ask(authenticate).finally(() => {
      if (this.#asking === asking) this.#asking = null;
    });
    this.#asking = asking;
    return asking;
  }

  renew(token: string | null): boolean {
    if (this.#token?.value === token) this.#token = null;
    return true;
  }

  async #ask(authenticate: Authenticate): Promise<string | null> {
    const password = typeof this.#password === 'string' ? this.#password : await this.#password();
    const value = await authenticate({ name: this.user, password }).then(
      ({ token }) => token,
      (error: unknown) => {
        if (isFailure(error) && error.code === 'ETCD_ERROR' && isAuthOff(error.data)) return null;
        throw error;
      },
    );
    this.#token = { value };
    return value;
  }
}

/** Returns when it has settled, in whatever way, or is late. */
async function soon(promise: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const settled = promise.then(
    () => late.abort(),
    () => late.abort(),
  );
  await Promise.race([settled, pause(PATIENCE_MS, late.signal)]);
}

/** The cluster has no users to know: everybody may do everything. */
function isAuthOff(data: object): boolean {
  return 'message' in data && data.message === 'authentication is not enabled';
}
