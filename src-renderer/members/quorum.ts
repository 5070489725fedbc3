/** How many of `voters` must agree. */
export function quorumOf(voters: number): number {
  return Math.floor(voters / 2) + 1;
}

/** How many of `voters` may fail while the rest still has a quorum. */
export function survives(voters: number): number {
  return voters - quorumOf(voters);
}

/** What the cluster tolerates now: `spare` more failures, or it needs `missing` members to serve again. */
export type Quorum =
  | { readonly kind: 'none-up'; readonly voters: number; readonly needed: number }
  | {
      readonly kind: 'lost';
      readonly up: number;
      readonly voters: number;
      readonly needed: number;
      readonly missing: number;
    }
  | {
      readonly kind: 'held';
      readonly up: number;
      readonly voters: number;
      readonly needed: number;
      readonly spare: number;
    };

/** Computes the quorum state from the number of voting members and how many are up. */
export function quorumState(voters: number, up: number): Quorum {
  const needed = quorumOf(voters);
  if (up === 0) return { kind: 'none-up', voters, needed };
  if (up < needed) return { kind: 'lost', up, voters, needed, missing: needed - up };
  return { kind: 'held', up, voters, needed, spare: up - needed };
}
