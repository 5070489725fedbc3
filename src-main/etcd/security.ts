import type { ChannelCredentials, ClientOptions } from '@grpc/grpc-js';
import { credentials } from '@grpc/grpc-js';
import type { Failure } from '../base/failure';

/** How endpoints prove who they are, and how we do. Shared by all channels of a connection. */
export interface Security {
  /** For an `https` endpoint, or a plain one. */
  credentials(tls: boolean): ChannelCredentials;
  readonly options: ClientOptions;
  /** Says more exactly why there is no connection, where that can be found out. */
  explain(endpoint: string, failure: Failure): Promise<Failure>;
}

/** No certificates of our own; the system's CAs. */
export const plainSecurity: Security = {
  credentials: (tls) => (tls ? credentials.createSsl() : credentials.createInsecure()),
  options: {},
  explain: (_, failure) => Promise.resolve(failure),
};
