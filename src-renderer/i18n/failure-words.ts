import { bytesEqual, fromText, prefixEnd } from '@shared/bytes';
import type { FailureValue } from '@shared/contract/failures';
import en from './en/failures';
import type { Translate } from './i18n';

/** The data of a failure as it stands in a sentence. What the engine names by a word of its own is said in the user's. */
export function wordsOf(failure: FailureValue, t: Translate): Readonly<Record<string, unknown>> {
  const data: Readonly<Record<string, unknown>> = failure.data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => {
      const group = groupOf(failure, name);
      if (group === 'range') return [name, typeof value === 'string' ? keysIn(value, t) : value];
      return [name, group === null ? plain(value) : known(group, value, t)];
    }),
  );
}

type Group = 'actions' | 'things' | 'parts' | 'hosts';

function groupOf({ code }: FailureValue, name: string): Group | 'range' | null {
  if (name === 'action') return 'actions';
  if (code === 'PERMISSION_DENIED' && name === 'key') return 'range';
  if (code === 'NOT_FOUND' && name === 'what') return 'things';
  if (code === 'CERTIFICATE_UNREADABLE' && name === 'part') return 'parts';
  return code === 'DATA_FOLDER_LOCKED' && name === 'host' ? 'hosts' : null;
}

/** A word that there is none of ours for is said as it is. */
function known(group: Group, value: unknown, t: Translate): unknown {
  return typeof value === 'string' && value in en[group] ? t(`failures.${group}.${value}`, {}) : plain(value);
}

/** A list reads "a, b", and a reason does not bring a second full stop. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'string' ? value.replace(/\.$/, '') : value;
}

/** etcd's word for "from the first key" and for "to the last one". */
const ZERO = '\\x00';

/** Keys as the engine tells them, one key or `[key, end)`, as a person reads them. */
function keysIn(text: string, t: Translate): string {
  // The first key of all is asked for to learn whether all may be watched.
  if (text === ZERO) return t('failures.range.all', {});
  const [, key, end] = /^\[(.*), (.*)\)$/s.exec(text) ?? [];
  if (key === undefined || end === undefined) return text;
  if (end === ZERO) return t(`failures.range.${key === ZERO ? 'all' : 'from'}`, { key });
  return t(`failures.range.${isPrefix(key, end) ? 'prefix' : 'between'}`, { key, end });
}

function isPrefix(key: string, end: string): boolean {
  const [first, last] = [fromText(key), fromText(end)];
  return first.ok && last.ok && bytesEqual(prefixEnd(first.bytes), last.bytes);
}
