/** Formatted JSON, or where the syntax error is: `at` counts UTF-16 units from 0. */
export type FormattedJson =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly at: number };

/** Deeper levels stay on one line; otherwise the indentation of a million brackets would fill the memory. */
const DEEPEST = 100;

const blanks = /[ \t\n\r]*/y;
const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** What may come next; `first…` also accepts the end of what was just opened. */
type Expected = 'value' | 'firstValue' | 'name' | 'firstName' | 'colon' | 'after';

/**
 * Formats JSON (RFC 8259) with two spaces per level. Changes only whitespace between tokens: long numbers,
 * escapes, duplicate names and their order stay, which `JSON.parse` would not keep. Handles any depth.
 */
export function formatJson(text: string): FormattedJson {
  const out: string[] = [];
  const open: string[] = [];
  let expected: Expected = 'value';
  const newLine = () => {
    if (open.length <= DEEPEST) out.push(`\n${'  '.repeat(open.length)}`);
  };

  for (let at = skip(blanks, text, 0); ; at = skip(blanks, text, at)) {
    if (at === text.length)
      return open.length === 0 && expected === 'after' ? { ok: true, text: out.join('') } : { ok: false, at };
    const sign = text.charAt(at);
    const first: boolean = expected === 'firstValue' || expected === 'firstName';
    if (sign === closing(open.at(-1)) && (first || expected === 'after')) {
      open.pop();
      if (!first) newLine();
      out.push(sign);
      expected = 'after';
      at++;
    } else if (expected === 'after') {
      if (sign !== ',' || open.length === 0) return { ok: false, at };
      out.push(sign);
      newLine();
      expected = open.at(-1) === '{' ? 'name' : 'value';
      at++;
    } else if (expected === 'colon') {
      if (sign !== ':') return { ok: false, at };
      out.push(': ');
      expected = 'value';
      at++;
    } else {
      const isName: boolean = expected === 'name' || expected === 'firstName';
      if (first) newLine();
      if (!isName && (sign === '{' || sign === '[')) {
        out.push(sign);
        open.push(sign);
        expected = sign === '{' ? 'firstName' : 'firstValue';
        at++;
        continue;
      }
      const end = sign === '"' ? stringEnd(text, at) : isName ? at : skip(word, text, at);
      if (end <= at) return { ok: false, at: sign === '"' ? -end : at };
      out.push(text.slice(at, end));
      expected = isName ? 'colon' : 'after';
      at = end;
    }
  }
}

/** Where the syntax error of a text is; null when it is JSON. Much faster than formatting it. */
export function jsonMistake(text: string): number | null {
  try {
    JSON.parse(text);
    return null;
  } catch {
    const found = formatJson(text);
    return found.ok ? null : found.at;
  }
}

function closing(opened: string | undefined): string | null {
  if (opened === undefined) return null;
  return opened === '{' ? '}' : ']';
}

/** Where a match of a sticky `pattern` at `at` ends; `at` when nothing matches. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/**
 * The end of the string that begins at `at`; if the string is broken, the position of the error as a negative
 * number.
 */
function stringEnd(text: string, at: number): number {
  let next = at + 1;
  for (;;) {
    next = skip(plain, text, next);
    const sign = text.charAt(next);
    if (sign === '"') return next + 1;
    if (sign !== '\\') return -next;
    const end = skip(escape, text, next);
    if (end === next) return -next;
    next = end;
  }
}

/** Line and column of a position in a text, both counted from 1. */
export function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
