import type { HostAction } from '@shared/contract/reasons';
import { Failure } from '../../base/failure';
import type { LocalNode } from '../node/node';

/** The node, or NODE_NOT_RUNNING when it has no process. */
export function mustLive(node: LocalNode): LocalNode {
  if (!node.lives) throw new Failure('NODE_NOT_RUNNING', { node: node.name });
  return node;
}

/** UNSUPPORTED_HERE on Windows. */
export function refuseOnWindows(action: HostAction): void {
  const { platform } = process;
  if (platform === 'win32') throw new Failure('UNSUPPORTED_HERE', { action, platform });
}
