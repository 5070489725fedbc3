import { remoteConnection } from '@shared/contract/connections';
import * as v from 'valibot';
import { FileFormat } from '../base/files/file-format';

/** A connection as saved to disk. */
const connectionRecord = v.object({
  ...v.omit(remoteConnection, ['hasPassword']).entries,
  /** Encrypted by the system's store; null when there is no password, or it is not saved. */
  password: v.nullable(v.string()),
});
export type ConnectionRecord = v.InferOutput<typeof connectionRecord>;

export interface KeptConnections {
  readonly connections: readonly ConnectionRecord[];
}

const path = v.nullable(v.string());

/** A connection as the first format had it, whose colours had a gold too much like a leader's. */
const recordV1 = v.object({
  id: v.string(),
  name: v.string(),
  colour: v.picklist([
    'indigo',
    'teal',
    'orange',
    'magenta',
    'green',
    'blue',
    'violet',
    'gold',
    'red',
    'grey',
  ]),
  endpoints: v.array(v.string()),
  user: v.nullable(v.string()),
  tls: v.object({ ca: path, certificate: path, key: path, serverName: path, skipVerify: v.boolean() }),
  roundTripMs: v.optional(v.number(), 2000),
  password: v.nullable(v.string()),
});

/** `connections.json`. To change it, see `FileFormat`. */
export const connectionsFormat: FileFormat<KeptConnections> = FileFormat.first(
  v.object({ connections: v.array(recordV1) }),
).next(v.object({ connections: v.array(connectionRecord) }), ({ connections }) => ({
  connections: connections.map(({ colour, ...rest }) => ({
    ...rest,
    colour: colour === 'gold' ? 'cyan' : colour,
  })),
}));
