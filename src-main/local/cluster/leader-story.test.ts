import { beforeEach, describe, expect, it } from 'vitest';
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
  const start = Date.parse(`${at(0)}Z`);
  /** Seconds since the start by a steady clock, and how far the time of day was set. */
  let [steady, set] = [0, 0];
  beforeEach(() => ([steady, set] = [0, 0]));
  const newStory = () =>
    new LeaderStory({ wall: () => start + (steady + set) * 1000, steady: () => steady * 1000 });
  /** At that second, by the time of day that is then. */
  const then = (story: LeaderStory, second: number, node: string, message: string) => {
    steady = second;
    const time = new Date(start + (second + set) * 1000).toISOString().replace('Z', '123Z');
    return story.take({ ...row(node, 0, message), at: time });
  };
  function begun(): LeaderStory {
    const story = newStory();
    story.begin(`${at(0)}Z`);
    story.take(row('n1', 1, 'a1 became follower at term 1'));
    story.take(row('n2', 1, 'b2 became follower at term 1'));
    story.take(row('n1', 2, 'a1 became leader at term 2'));
    story.take(row('n2', 3, 'raft.node: b2 elected leader a1 at term 2'));
    return story;
  }

  it('begins with the first election, at the earliest time that a log has, in whatever order they come', () => {
    expect(begun().change()).toEqual({
      leader: 'n1',
      term: '2',
      electedAt: `${at(2)}Z`,
      lost: null,
      afterMs: null,
    });
    const story = newStory();
    story.begin(`${at(0)}Z`);
    story.take(row('n2', 3, 'raft.node: b2 elected leader a1 at term 2'));
    expect(story.change()).toBeNull();
    story.take(row('n1', 2, 'a1 became leader at term 2'));
    expect(story.change()?.electedAt).toBe(`${at(2)}Z`);
  });

  it('says how and when the leader before was lost: by the first of what befell it', () => {
    const story = begun();
    steady = 3;
    story.lose({ node: 'n2', how: 'killed', at: `${at(3)}Z` });
    steady = 4;
    story.lose({ node: 'n1', how: 'paused', at: `${at(4)}Z` });
    steady = 5;
    story.lose({ node: 'n1', how: 'killed', at: `${at(5)}Z` });
    then(story, 6, 'n2', 'b2 became leader at term 10');
    expect(story.change()).toEqual({
      leader: 'n2',
      term: '10',
      electedAt: `${at(6)}Z`,
      lost: { node: 'n1', how: 'paused', at: `${at(4)}Z` },
      afterMs: 2000,
    });
  });

  it.each([-3600, 3600])('is the same after the clock was set by %s seconds', (seconds) => {
    const story = begun();
    steady = 4;
    story.lose({ node: 'n1', how: 'killed', at: `${at(4)}Z` });
    set = seconds;
    expect(then(story, 5, 'n2', 'b2 became leader at term 3')).toBe(true);
    expect(story.change()).toMatchObject({
      leader: 'n2',
      lost: { node: 'n1', how: 'killed' },
      afterMs: 1000,
    });
    then(story, 6, 'n1', 'a1 became follower at term 3');
    steady = 8;
    story.lose({ node: 'n2', how: 'stopped', at: new Date(start + (8 + set) * 1000).toISOString() });
    then(story, 10, 'n1', 'a1 became leader at term 4');
    expect(story.change()).toMatchObject({
      leader: 'n1',
      lost: { node: 'n2', how: 'stopped' },
      afterMs: 2000,
    });
  });

  it('does not make up a reason', () => {
    const story = begun();
    then(story, 6, 'n2', 'b2 became leader at term 3');
    steady = 7;
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
    expect(story.lacksLeader('n1'), 'nothing is known of a process that has said nothing').toBe(false);
    story.take(row('n1', 6, 'a1 became follower at term 3'));
    expect(story.lacksLeader('n1')).toBe(true);
    story.take(row('n1', 7, 'raft.node: a1 elected leader b2 at term 4'));
    story.take(row('n1', 7, 'a1 became follower at term 4'));
    expect(story.lacksLeader('n1')).toBe(false);
    expect(story.lacksLeader('n3')).toBe(false);
  });
});
