import { t } from '../../i18n/text';
import { formatNumber } from '../../words/format';

/** Whole seconds left, as etcdctl shows them. */
export function secondsLeft(ms: number): number {
  return Math.max(0, Math.floor(ms / 1000));
}

const two = (value: number) => String(value).padStart(2, '0');
const words = (unit: 'seconds' | 'minutes' | 'hours' | 'days', n: number | string) =>
  t(`leases.time.${unit}`, { n });

/** Seconds in at most two units: `42 s`, `12 min 05 s`, `1 h`, `3 h 05 min`, `12 d 4 h`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 120) return words('seconds', seconds);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return both(words('minutes', minutes), seconds % 60, words('seconds', two(seconds % 60)));
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return both(words('hours', hours), minutes % 60, words('minutes', two(minutes % 60)));
  return both(words('days', formatNumber(Math.floor(hours / 24))), hours % 24, words('hours', hours % 24));
}

/** The larger unit, followed by the smaller one unless that is zero. */
function both(larger: string, rest: number, smaller: string): string {
  return rest === 0 ? larger : t('leases.time.both', { larger, smaller });
}

/**
 * The share of its time a lease has left, from 0 to 1. Capped, because a new leader may extend it beyond what
 * was granted.
 */
export function shareLeft(remainingMs: number, grantedTtl: number): number {
  return Math.min(1, Math.max(0, remainingMs / (grantedTtl * 1000)));
}

export type TimeTone = 'plenty' | 'little' | 'last';

/** A client renews when two thirds are left: below one third, it has missed that. */
export function toneOf(share: number): TimeTone {
  if (share > 1 / 3) return 'plenty';
  return share > 0.1 ? 'little' : 'last';
}
