const ISO = /^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})$/;

/**
 * Converts a time from etcd's log to ISO 8601 in UTC with six digits of a second, so that times sort as strings.
 * etcd 3.4 writes milliseconds, 3.5 and later microseconds; the zone is `Z` or an offset such as `+0800`. Null
 * when the text is not such a time.
 */
export function isoMicros(text: string): string | null {
  const parts = ISO.exec(text);
  if (!parts) return null;
  const [, seconds = '', fraction = '', zone = 'Z'] = parts;
  const micros = fraction.slice(0, 6).padEnd(6, '0');
  if (/^(Z|[+-]00:?00)$/.test(zone)) return `${seconds.replace(' ', 'T')}.${micros}Z`;
  const offset = zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  const ms = Date.parse(`${seconds.replace(' ', 'T')}${offset}`);
  return Number.isNaN(ms) ? null : `${new Date(ms).toISOString().slice(0, 19)}.${micros}Z`;
}

/**
 * The same of a number of seconds since 1970, such as `1668157337.12`, as etcd 3.5.0 to 3.5.3 write it. Null when the
 * text is no such number.
 */
export function isoMicrosOfSeconds(text: string): string | null {
  const [, seconds, fraction = ''] = /^(\d{1,11})(?:\.(\d+))?$/.exec(text) ?? [];
  if (seconds === undefined) return null;
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
}

/** Microseconds since 1970 of a time from `isoMicros`; exact until the year 2255. NaN when it is not a date. */
export function microsOf(iso: string): number {
  return Date.parse(`${iso.slice(0, 19)}Z`) * 1000 + Number(iso.slice(20, 26));
}
