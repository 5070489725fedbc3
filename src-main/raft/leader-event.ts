/** What one line of a node's log says about the leader. Member IDs are hex, times ISO 8601 with microseconds. */
export type LeaderEvent =
  | { readonly kind: 'own-id'; readonly id: string }
  | { readonly kind: 'elected'; readonly leader: string; readonly term: string; readonly own: string }
  | { readonly kind: 'lost'; readonly leader: string; readonly own: string };

/** The wording is the same from 3.4 to 3.7. `raft.node:` lines come from each node, `became leader` from the leader. */
const PATTERNS: readonly (readonly [RegExp, (groups: readonly string[]) => LeaderEvent])[] = [
  [
    /^([0-9a-f]+) became leader at term (\d+)$/,
    ([own = '', term = '']) => ({ kind: 'elected', leader: own, term, own }),
  ],
  [
    /^raft\.node: ([0-9a-f]+) elected leader ([0-9a-f]+) at term (\d+)$/,
    ([own = '', leader = '', term = '']) => ({ kind: 'elected', leader, term, own }),
  ],
  [
    /^raft\.node: ([0-9a-f]+) changed leader from [0-9a-f]+ to ([0-9a-f]+) at term (\d+)$/,
    ([own = '', leader = '', term = '']) => ({ kind: 'elected', leader, term, own }),
  ],
  [
    /^raft\.node: ([0-9a-f]+) lost leader ([0-9a-f]+) at term \d+$/,
    ([own = '', leader = '']) => ({ kind: 'lost', leader, own }),
  ],
  [
    /^([0-9a-f]+) became (?:follower|candidate|pre-candidate) at term \d+$/,
    ([id = '']) => ({ kind: 'own-id', id }),
  ],
];

/** Null for lines that say nothing about the leader, which most do not. */
export function leaderEvent(message: string): LeaderEvent | null {
  for (const [pattern, make] of PATTERNS) {
    const groups = pattern.exec(message);
    if (groups) return make(groups.slice(1));
  }
  return null;
}
