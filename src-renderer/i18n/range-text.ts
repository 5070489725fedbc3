import { bytesEqual, prefixEnd, toText } from '@shared/bytes';
import type { FailureValue, PermittedRange } from '@shared/contract/failures';
import type { KeyRange } from '@shared/contract/keys';
import { formatList } from './list';
import { t } from './text';

const isZero = (bytes: Uint8Array) => bytes.length === 1 && bytes[0] === 0;

/** A range as a person reads it. */
export function rangeText({ key, rangeEnd }: KeyRange): string {
  if (rangeEnd.length === 0) return toText(key);
  if (isZero(rangeEnd)) {
    const isAll = isZero(key) || key.length === 0;
    return isAll ? t('keys.range.all') : t('keys.range.from', { key: toText(key) });
  }
  return bytesEqual(rangeEnd, prefixEnd(key))
    ? t('keys.range.prefix', { key: toText(key) })
    : t('keys.range.between', { key: toText(key), end: toText(rangeEnd) });
}

/** Ranges that a sentence names, at most. */
const NAMED_RANGES = 5;

/** Ranges, each with what is permitted in it. */
export function permittedText(parts: readonly PermittedRange[]): string {
  const named = parts
    .slice(0, NAMED_RANGES)
    .map((part) => t(`actions.permitted.${part.access}`, { keys: rangeText(part) }));
  const more = parts.length - named.length;
  return formatList(more > 0 ? [...named, t('actions.permitted.more', { n: more })] : named);
}

/** The parts of what was refused on which all of `access` is permitted. */
export function partsFor(failure: FailureValue | null, access: 'read' | 'readwrite'): KeyRange[] {
  const parts = failure?.code === 'PERMISSION_DENIED' ? (failure.data.permitted ?? []) : [];
  return parts
    .filter((part) => part.access === access || part.access === 'readwrite')
    .map(({ key, rangeEnd }) => ({ key, rangeEnd }));
}
