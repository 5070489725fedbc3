import { describe, expect, it } from 'vitest';
import { isRunning } from './running';
import { killed, sampleCluster, up } from '../members/sample';

describe('a cluster', () => {
  it('runs while any of its processes lives', () => {
    expect(isRunning(sampleCluster([killed, up]))).toBe(true);
    expect(isRunning(sampleCluster([killed, { kind: 'stopped' }]))).toBe(false);
    expect(isRunning(sampleCluster([{ kind: 'paused', pid: 1, since: '' }]))).toBe(true);
  });
});
