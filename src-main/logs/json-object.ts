/** A member of a JSON object: its name, and its value as the original JSON text. */
interface Member {
  readonly name: string;
  readonly value: string;
}

const NAME = /\s*"((?:[^"\\]|\\.)*)"\s*:\s*/y;
const SCALAR = /"(?:[^"\\]|\\.)*"|[^\s,}\]"]+/y;
const NEXT = /\s*,/y;
const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{}]/g;

/**
 * The members of the JSON object in `text`, in order, with unparsed values; null when `text` is not valid JSON or
 * not an object. `JSON.parse` validates the text. The values are cut out separately, because parsing would round
 * integers above 2^53 and lose the original spelling. About 3 µs for a line of etcd's log.
 */
export function topLevelMembers(text: string): readonly Member[] | null {
  if (!isJsonObject(text)) return null;
  const members: Member[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    NAME.lastIndex = at;
    const name = NAME.exec(text);
    if (!name) return members;
    const end = endOfValue(text, NAME.lastIndex);
    members.push({ name: unescaped(name[1] ?? ''), value: text.slice(NAME.lastIndex, end) });
    NEXT.lastIndex = end;
    if (!NEXT.test(text)) return members;
    at = NEXT.lastIndex;
  }
}

function isJsonObject(text: string): boolean {
  if (!text.startsWith('{') || !text.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Where the value that begins at `from` ends, in valid JSON. */
function endOfValue(text: string, from: number): number {
  const first = text.charAt(from);
  if (first !== '{' && first !== '[') {
    SCALAR.lastIndex = from;
    SCALAR.test(text);
    return SCALAR.lastIndex;
  }
  TOKEN.lastIndex = from;
  let depth = 0;
  do {
    const token = TOKEN.exec(text)?.[0];
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
  } while (depth > 0);
  return TOKEN.lastIndex;
}

function unescaped(name: string): string {
  return name.includes('\\') ? String(JSON.parse(`"${name}"`)) : name;
}
