import type { LogRow } from '@shared/contract/logs';

/** Characters of a line that its row draws: more never fits, and a line can have 65,536. */
const DRAWN = 600;

/** The part of the message that a row draws. Line ends and tabs become spaces. */
export function messageLine({ message }: LogRow): string {
  return message.slice(0, DRAWN).replace(/\s*[\t\r\n]+\s*/g, ' ');
}

/** The part of the fields that a row draws, as `name=value`, strings without quotes. */
export function fieldsLine({ fields }: LogRow): string {
  let line = '';
  for (const { name, value } of fields) {
    if (line.length > DRAWN) break;
    line += `${line === '' ? '' : '  '}${name}=${shortValue(value)}`;
  }
  return line.slice(0, DRAWN);
}

function shortValue(json: string): string {
  return json.startsWith('"') ? json.slice(1, -1) : json;
}

/**
 * A field's value in readable form: a string as its text with its line ends (a stack trace), a list or an
 * object indented. Integers that JavaScript would round stay as written.
 */
export function prettyValue(json: string): string {
  if (/^[[{]/.test(json) && /\d{16}/.test(json)) return json;
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : json;
  } catch {
    return json;
  }
}

/** The line as JSON, with etcd's own names and every digit as etcd wrote it; the node comes first. */
export function asJson({ node, level, at, caller, message, fields }: LogRow): string {
  const members: [string, string][] = [
    ['node', JSON.stringify(node)],
    ['level', JSON.stringify(level)],
  ];
  if (at !== null) members.push(['ts', JSON.stringify(at)]);
  if (caller !== null) members.push(['caller', JSON.stringify(caller)]);
  members.push(['msg', JSON.stringify(message)]);
  for (const { name, value } of fields) members.push([name, value]);
  return `{\n${members.map(([name, value]) => `  ${JSON.stringify(name)}: ${value}`).join(',\n')}\n}`;
}

/** A piece of a text: `hit` marks a search match. */
interface Piece {
  readonly text: string;
  readonly hit: boolean;
}

/** Splits a text at every match of `search`, ignoring case. */
export function pieces(text: string, search: string): readonly Piece[] {
  const wanted = search.toLowerCase();
  const lower = text.toLowerCase();
  // A few letters change length with their case; then positions would not match.
  if (wanted === '' || lower.length !== text.length) return [{ text, hit: false }];
  const found: Piece[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) found.push({ text: text.slice(from, at), hit: false });
    from = at + wanted.length;
    found.push({ text: text.slice(at, from), hit: true });
  }
  if (from < text.length || found.length === 0) found.push({ text: text.slice(from), hit: false });
  return found;
}
