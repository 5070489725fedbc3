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

/** `connections.json`. To change it, see `FileFormat`. */
export const connectionsFormat: FileFormat<KeptConnections> = FileFormat.first(
  v.object({ connections: v.array(connectionRecord) }),
);
