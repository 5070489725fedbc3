import { locale } from '../i18n/language';

/*
 * How figures look, the same in table, ring and status bar: separators as the window's language writes them, units of
 * the SI, and times of day in 24 hours. Nothing else formats figures; the words around them come from i18n.
 */

/** These are created once: a new formatter per figure took a third of the time to draw a table of members. */
const figures = new Intl.NumberFormat(locale);
/** With exactly one digit after the decimal separator. */
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** With at most so many digits after it. */
const upTo = {
  1: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }),
  2: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }),
};

const SI = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** Bytes as etcdctl writes them (powers of 1000, two figures): 20480 is `20 kB`, 2147483648 is `2.1 GB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 10) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log(bytes) / Math.log(1000)), SI.length - 1);
  const value = Math.floor((bytes / 1000 ** power) * 10 + 0.5) / 10;
  return `${value < 10 ? tenths.format(value) : roundHalfEven(value)} ${SI[power] ?? ''}`;
}

/** Rounds as Go's `%.0f` does: 20.5 is 20, 21.5 is 22. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  return value - floor === 0.5 && floor % 2 === 0 ? floor : Math.round(value);
}

/**
 * A quota in MiB or GiB when it is a whole number of them, because that is how people set it; otherwise as
 * `formatBytes`.
 */
export function formatQuota(bytes: number): string {
  for (const [unit, size] of [['GiB', 2 ** 30] as const, ['MiB', 2 ** 20] as const]) {
    if (bytes >= size && bytes % size === 0) return `${formatNumber(bytes / size)} ${unit}`;
  }
  return formatBytes(bytes);
}

/** `1,204`. Accepts 64-bit figures as decimal strings and keeps them exact. */
export function formatNumber(value: number | string): string {
  return figures.format(typeof value === 'string' ? BigInt(value) : value);
}

/** A duration with at most three figures: `0.4 ms`, `12 ms`, `1.34 s`, `2 min 5 s`. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${figure(ms, 1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${figure(ms / 1000, ms < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${formatNumber(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** Rounded to `digits` after the decimal separator, without zeros at the end. */
function figure(value: number, digits: 1 | 2): string {
  return upTo[digits].format(value);
}

/** Local time of day of an ISO time, to the second or to a tenth of it. */
export function formatClock(iso: string, tenths = false): string {
  const at = new Date(iso);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return tenths ? `${clock}.${Math.floor(at.getMilliseconds() / 100)}` : clock;
}

/** Share of the allocated bytes that holds no data, in whole percent, rounded up like etcdctl. */
export function shareNotInUse(allocated: number, inUse: number): number {
  return allocated <= 0 ? 0 : 100 - Math.floor((inUse * 100) / allocated);
}

/** Local time of day with milliseconds, `15:11:16.123`; '' for a line without a time. */
export function formatClockMs(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const ms = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${ms}`;
}
