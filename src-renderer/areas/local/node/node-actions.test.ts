import type { NodeState } from '@shared/contract/local';
import { describe, expect, it } from 'vitest';
import { actionsFor } from './node-actions';
import { killed, sampleNode, up } from '../../../members/sample';

const paused: NodeState = { kind: 'paused', pid: 1, since: '' };
const stopping: NodeState = { kind: 'stopping', pid: 1, since: '' };

describe('what can be done to a node', () => {
  it.each<[string, NodeState, boolean, string, readonly string[]]>([
    ['that is up', up, false, 'linux', ['kill', 'pause', 'stop', 'restart']],
    ['that is up on Windows, which cannot pause', up, false, 'win32', ['kill', 'stop', 'restart']],
    ['that is paused', paused, false, 'linux', ['kill', 'resume', 'stop']],
    ['that is ending', stopping, true, 'linux', ['kill']],
    ['that is busy', up, true, 'linux', ['kill']],
    ['that was killed', killed, false, 'linux', ['start']],
    ['that is about to start', { kind: 'stopped' }, true, 'linux', []],
  ])('%s', (_name, state, busy, platform, actions) => {
    expect(actionsFor({ ...sampleNode(0, state), busy }, platform)).toEqual(actions);
  });
});
