import * as v from 'valibot';

/** The target of a connection: a local cluster, or a remote one (see `connections.ts`). */
export const connectionRef = v.variant('kind', [
  v.object({ kind: v.literal('local'), cluster: v.string() }),
  v.object({ kind: v.literal('remote'), id: v.string() }),
]);
export type ConnectionRef = v.InferOutput<typeof connectionRef>;
