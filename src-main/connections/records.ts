import { remoteConnection } from '@shared/contract/connections';
import * as v from 'valibot';

/** A connection as it is kept on disk. */
export const connectionRecord = v.object({
  ...v.omit(remoteConnection, ['hasPassword']).entries,
  /** As the system's store has encrypted it; null when there is none, or it is not kept. */
  password: v.nullable(v.string()),
});
export type ConnectionRecord = v.InferOutput<typeof connectionRecord>;

const file = v.object({ version: v.literal(1), connections: v.array(connectionRecord) });

/** Reads what `recordsText` wrote. Fails with what is wrong about it. */
export function parseRecords(text: string): readonly ConnectionRecord[] {
  return v.parse(file, JSON.parse(text)).connections;
}

export function recordsText(connections: readonly ConnectionRecord[]): string {
  return `${JSON.stringify({ version: 1, connections }, null, 2)}\n`;
}
