import * as v from 'valibot';

/** What one is connected to: a cluster of ours, or one that runs elsewhere (see `connections.ts`). */
export const connectionRef = v.variant('kind', [
  v.object({ kind: v.literal('local'), cluster: v.string() }),
  v.object({ kind: v.literal('remote'), id: v.string() }),
]);
export type ConnectionRef = v.InferOutput<typeof connectionRef>;
