import type { KeysStatus } from '@shared/contract/keys';
import { failureText } from '../../../i18n/failure-text';
import type { Words } from '../../../i18n/text';
import { formatNumber } from '../../../words/format';

/**
 * How the list stands, in one line; `n` chooses the plural. `stale`: the engine does not tell it now. `stopped`: the
 * cluster is stopped, so that nothing answers.
 */
export function statusWords(
  status: KeysStatus,
  stale: boolean,
  stopped: boolean,
): Words & { readonly n: number } {
  const { phase, keys } = status;
  const n = keys;
  if (phase.kind === 'loading') {
    if (phase.total === null) return { key: 'keys.status.loading', named: {}, n };
    const named = { loaded: formatNumber(phase.loaded), total: formatNumber(phase.total) };
    return { key: 'keys.status.loaded', named, n };
  }
  if (status.revision === null) {
    if (stopped) return { key: 'keys.status.asleep', named: {}, n };
    if (phase.kind !== 'failed') return { key: 'keys.status.unread', named: {}, n };
    return { key: 'keys.status.failed', named: { reason: failureText(phase.failure).what }, n };
  }
  const named = { n: formatNumber(n), revision: formatNumber(status.revision) };
  const words = { live: 'live', behind: 'behind', resuming: 'resuming', failed: 'stopped' } as const;
  const word = stale || stopped ? 'stopped' : words[phase.kind];
  return { key: `keys.status.${word}`, named, n };
}
