import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../base/log';
import { FakeSource } from './source/fake-source.fixture';
import { Keyspaces } from './keyspaces';

const demo = { kind: 'local', cluster: 'demo' } as const;
const other = { kind: 'local', cluster: 'other' } as const;

describe('the keyspaces of an engine', () => {
  let opened: FakeSource[] = [];
  let keyspaces = new Keyspaces({ source: () => new FakeSource(), log: silentLog });
  beforeEach(() => {
    vi.useFakeTimers();
    opened = [];
    const source = () => {
      const made = new FakeSource();
      opened.push(made);
      return made;
    };
    keyspaces = new Keyspaces({ source, log: silentLog, lingerMs: 60_000 });
  });
  afterEach(async () => {
    await keyspaces.dispose();
    vi.useRealTimers();
  });

  it('are one for each connection, however many look at it', () => {
    const [one, two] = [keyspaces.use(demo), keyspaces.use(demo)];
    expect(one.keyspace).toBe(two.keyspace);
    expect(keyspaces.use(other).keyspace).not.toBe(one.keyspace);
    expect(opened).toHaveLength(2);
  });

  it('are let go of at once when their connection is gone', async () => {
    const [one, two] = [keyspaces.use(demo), keyspaces.use(other)];
    await vi.waitUntil(() => opened.every(({ watchers }) => watchers === 1));
    await keyspaces.retain((connection) => connection !== demo);
    await vi.waitUntil(() => opened[0]?.watchers === 0);
    expect(opened[1]?.watchers).toBe(1);
    void one.dispose();
    expect(keyspaces.use(demo).keyspace).not.toBe(one.keyspace);
    expect(keyspaces.use(other).keyspace).toBe(two.keyspace);
  });

  it('are kept for a minute after the last look, and then let go of', async () => {
    const [one, two] = [keyspaces.use(demo), keyspaces.use(demo)];
    await vi.waitUntil(() => opened[0]?.watchers === 1);
    void one.dispose();
    void one.dispose();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(opened[0]?.watchers).toBe(1);
    void two.dispose();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(opened[0]?.watchers).toBe(1);
    const again = keyspaces.use(demo);
    expect(again.keyspace).toBe(one.keyspace);
    void again.dispose();
    await vi.advanceTimersByTimeAsync(61_000);
    expect(opened[0]?.watchers).toBe(0);
    expect(keyspaces.use(demo).keyspace).not.toBe(one.keyspace);
  });
});
