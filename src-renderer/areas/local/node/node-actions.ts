import type { ClusterNode } from '@shared/contract/local';
import type { NodeAction } from '../state/actions';
import { isAlive } from '../../../connection/running';

/**
 * The actions possible on a node now, most wanted first. A busy node can still be killed, because a kill is
 * how you end a stop that hangs. Windows cannot pause.
 */
export function actionsFor(node: ClusterNode, platform: string): readonly NodeAction[] {
  if (!isAlive(node)) return node.busy ? [] : ['start'];
  if (node.busy || node.state.kind === 'stopping') return ['kill'];
  if (node.state.kind === 'paused') return ['kill', 'resume', 'stop'];
  return platform === 'win32' ? ['kill', 'stop', 'restart'] : ['kill', 'pause', 'stop', 'restart'];
}
