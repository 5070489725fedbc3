import type { ClusterNode } from '@shared/contract/local';
import type { NodeAction } from '../state/actions';
import { isAlive } from '../../../connection/running';

/**
 * What can be done to a node now, most wanted first. A node that is busy can still be killed: that is what one
 * does to a stop that takes too long. Windows has no pausing.
 */
export function actionsFor(node: ClusterNode, platform: string): readonly NodeAction[] {
  if (!isAlive(node)) return node.busy ? [] : ['start'];
  if (node.busy || node.state.kind === 'stopping') return ['kill'];
  if (node.state.kind === 'paused') return ['kill', 'resume', 'stop'];
  return platform === 'win32' ? ['kill', 'stop', 'restart'] : ['kill', 'pause', 'stop', 'restart'];
}
