import type { MessageInitShape } from '@bufbuild/protobuf';
import { isFailure } from '../../base/failure';
import { pause } from '../../base/live';
import type { AuthenticateRequestSchema, AuthenticateResponse } from '../gen/auth_pb';

/** Asks the member behind a channel for a token. */
export type Authenticate = (
  request: MessageInitShape<typeof AuthenticateRequestSchema>,
) => Promise<AuthenticateResponse>;

/** The user of calls: etcd recognises a user by a token, which it issues for a password. */
export interface Tokens {
  readonly user: string | null;
  /** The token, requested at the first call; null without a user, or when the cluster has authentication off. */
  get(authenticate: Authenticate): Promise<string | null>;
  /** `token` was refused, so the next `get` requests another. False when a new token cannot help. */
  renew(token: string | null): boolean;
}

export const noTokens: Tokens = { user: null, get: () => Promise.resolve(null), renew: () => false };

/** A password, or a function that gets it when it is needed. */
export type Password = string | (() => Promise<string>);

/**
 * How long to wait for another member's answer, whose token usually works for all. A hung member delays the others
 * no longer than this. Milliseconds.
 */
const PATIENCE_MS = 500;

/**
 * The token of one user, shared by all channels of a connection, since each member accepts the others' tokens. A
 * member forgets a token after five minutes without use, or when it restarts; a new one is then requested.
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
    // The previous request may have failed only because of its own member or caller.
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

/** Resolves when the promise has settled either way, or the wait is over. */
async function soon(promise: Promise<unknown>): Promise<void> {
  const late = new AbortController();
  const settled = promise.then(
    () => late.abort(),
    () => late.abort(),
  );
  await Promise.race([settled, pause(PATIENCE_MS, late.signal)]);
}

/** Authentication is off: anybody may do everything. */
function isAuthOff(data: object): boolean {
  return 'message' in data && data.message === 'authentication is not enabled';
}
