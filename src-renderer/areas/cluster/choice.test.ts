import { describe, expect, it } from 'vitest';
import { chooseCluster, isRunning } from './choice';
import { killed, sampleCluster, up } from './sample';

const asleep = sampleCluster([{ kind: 'stopped' }], { id: 'asleep' });
const running = sampleCluster([up], { id: 'running' });

describe('the cluster that is shown', () => {
  it.each([
    ['is the one asked for', [running, asleep], 'asleep', 'running', 'asleep'],
    ['stays when the one asked for is not there (yet)', [running, asleep], 'new', 'asleep', 'asleep'],
    ['is one that runs when both are gone', [asleep, running], 'gone', 'gone too', 'running'],
    ['is the first when none runs', [asleep], null, null, 'asleep'],
    ['is none when there is none', [], 'gone', 'gone', null],
  ])('%s', (_name, clusters, wanted, shown, chosen) => {
    expect(chooseCluster(clusters, wanted, shown)).toBe(chosen);
  });

  it('runs while any of its processes lives', () => {
    expect(isRunning(sampleCluster([killed, up]))).toBe(true);
    expect(isRunning(sampleCluster([killed, { kind: 'stopped' }]))).toBe(false);
    expect(isRunning(sampleCluster([{ kind: 'paused', pid: 1, since: '' }]))).toBe(true);
  });
});
