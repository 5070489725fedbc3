import { describe, expect, it } from 'vitest';
import { flagsFor } from './flags';

describe('extra flags for another etcd', () => {
  const flags = [
    '--max-txn-ops=200',
    '--experimental-compaction-batch-limit=500',
    '-experimental-memory-mlock',
    '--experimental-initial-corrupt-check=true',
    '--experimental-stop-grpc-service-on-defrag',
    '--enable-v2=false',
  ];

  it('are what they were while it knows them', () => {
    expect(flagsFor(flags, '3.5.30')).toEqual({ flags, changes: [] });
  });

  it('lose what it dropped without a successor', () => {
    const { flags: now, changes } = flagsFor(flags, '3.6.16');
    expect(now).toEqual(flags.slice(0, -1));
    expect(changes).toEqual([{ from: '--enable-v2=false', to: null }]);
  });

  it('take the names of their successors, with all feature gates in one flag', () => {
    const { flags: now, changes } = flagsFor(flags, '3.7.3');
    expect(now).toEqual([
      '--max-txn-ops=200',
      '--compaction-batch-limit=500',
      '--memory-mlock',
      '--feature-gates=InitialCorruptCheck=true,StopGRPCServiceOnDefrag=true',
    ]);
    expect(changes.map(({ to }) => to)).toEqual([
      '--compaction-batch-limit=500',
      '--memory-mlock',
      '--feature-gates=InitialCorruptCheck=true',
      '--feature-gates=StopGRPCServiceOnDefrag=true',
      null,
    ]);
  });
});
