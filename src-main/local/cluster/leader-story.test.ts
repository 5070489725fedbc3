import { describe, expect, it } from 'vitest';
import { LeaderStory } from './leader-story';

describe('the story of a leader', () => {
  const at = (second: number) => `2026-11-23T17:00:${String(second).padStart(2, '0')}.000`;
  const row = (node: string, second: number, message: string) => ({
    seq: 0,
    node,
    at: `${at(second)}123Z`,
    level: 'info' as const,
    message,
    fields: [],
    caller: null,
  });
  function begun(): LeaderStory {
    const story = new LeaderStory();
    story.begin(`${at(0)}Z`);
    story.take(row('n1', 1, 'a1 became follower at term 1'));
    story.take(row('n2', 1, 'b2 became follower at term 1'));
    story.take(row('n1', 2, 'a1 became leader at term 2'));
    story.take(row('n2', 3, 'raft.node: b2 elected leader a1 at term 2'));
    return story;
  }

  it('begins with the first election, at the earliest time that a log has, in whatever order they come', () => {
    expect(begun().change()).toEqual({ leader: 'n1', term: '2', electedAt: `${at(2)}Z`, lost: null });
    const story = new LeaderStory();
    story.begin(`${at(0)}Z`);
    story.take(row('n2', 3, 'raft.node: b2 elected leader a1 at term 2'));
    expect(story.change()).toBeNull();
    story.take(row('n1', 2, 'a1 became leader at term 2'));
    expect(story.change()?.electedAt).toBe(`${at(2)}Z`);
  });

  it('says how and when the leader before was lost: by the first of what befell it', () => {
    const story = begun();
    story.lose({ node: 'n2', how: 'killed', at: `${at(3)}Z` });
    story.lose({ node: 'n1', how: 'paused', at: `${at(4)}Z` });
    story.lose({ node: 'n1', how: 'killed', at: `${at(5)}Z` });
    story.take(row('n2', 6, 'b2 became leader at term 10'));
    expect(story.change()).toEqual({
      leader: 'n2',
      term: '10',
      electedAt: `${at(6)}Z`,
      lost: { node: 'n1', how: 'paused', at: `${at(4)}Z` },
    });
  });

  it('does not make up a reason', () => {
    const story = begun();
    story.take(row('n2', 6, 'b2 became leader at term 3'));
    story.lose({ node: 'n1', how: 'killed', at: `${at(7)}Z` });
    expect(story.change()?.lost).toEqual({ node: 'n1', how: 'unknown', at: `${at(6)}Z` });
  });

  it('leaves out what was written before the cluster was started', () => {
    const story = begun();
    story.begin(`${at(9)}Z`);
    expect(story.take(row('n1', 8, 'a1 became leader at term 4'))).toBe(false);
    expect(story.change()).toBeNull();
    story.take(row('n1', 9, 'a1 became leader at term 5'));
    expect(story.change()).toMatchObject({ leader: 'n1', term: '5', lost: null });
  });

  it('knows which nodes know no leader', () => {
    const story = begun();
    expect(story.lacksLeader('n2')).toBe(false);
    story.take(row('n2', 5, 'raft.node: b2 lost leader a1 at term 3'));
    expect(story.lacksLeader('n2')).toBe(true);
    expect(story.lacksLeader('n1')).toBe(false);
    story.nodeStarts('n1');
    expect(story.lacksLeader('n1')).toBe(true);
    expect(story.lacksLeader('n3')).toBe(false);
  });
});
