import { bytesEqual, prefixEnd, toText } from '@shared/bytes';
import type { KeyRange, KeysStatus } from '@shared/contract/keys';
import type { Words } from '../../../i18n/text';
import { formatNumber } from '../../../words/format';

/** How the list stands, in one line; `n` chooses the plural. */
export function statusWords(status: KeysStatus): Words & { readonly n: number } {
  const { phase, keys } = status;
  const n = keys;
  if (phase.kind === 'loading') {
    if (phase.total === null) return { key: 'keys.status.loading', named: {}, n };
    const named = { loaded: formatNumber(phase.loaded), total: formatNumber(phase.total) };
    return { key: 'keys.status.loaded', named, n };
  }
  if (status.revision === null) return { key: 'keys.status.unread', named: {}, n };
  const named = { n: formatNumber(n), revision: formatNumber(status.revision) };
  const words = { live: 'live', behind: 'behind', resuming: 'resuming', failed: 'stopped' } as const;
  return { key: `keys.status.${words[phase.kind]}`, named, n };
}

const isZero = (bytes: Uint8Array) => bytes.length === 1 && bytes[0] === 0;

/** A range as a person reads it. */
export function rangeWords({ key, rangeEnd }: KeyRange): Words | string {
  if (rangeEnd.length === 0) return toText(key);
  if (isZero(rangeEnd)) {
    return isZero(key) || key.length === 0
      ? { key: 'keys.status.range.all', named: {} }
      : { key: 'keys.status.range.from', named: { key: toText(key) } };
  }
  return bytesEqual(rangeEnd, prefixEnd(key))
    ? { key: 'keys.status.range.prefix', named: { key: toText(key) } }
    : { key: 'keys.status.range.between', named: { key: toText(key), end: toText(rangeEnd) } };
}
