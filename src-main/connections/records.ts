import { remoteConnection } from '@shared/contract/connections';
import * as v from 'valibot';
import { FileFormat } from '../base/files/file-format';

/** A connection as it is kept on disk. */
const connectionRecord = v.object({
  ...v.omit(remoteConnection, ['hasPassword']).entries,
  /** As the system's store has encrypted it; null when there is none, or it is not kept. */
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
