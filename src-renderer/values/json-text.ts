import { TextBuilder } from '@shared/text-builder';

/** Formatted JSON, or where the syntax error is: `at` counts UTF-16 units from 0. */
export type FormattedJson =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly at: number };

/** Deeper levels stay on one line; otherwise the indentation of a million brackets would fill the memory. */
const DEEPEST = 100;

const newLines = Array.from({ length: DEEPEST + 1 }, (_, depth) => `\n${'  '.repeat(depth)}`);

const word = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const escape = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

/** What may come next; `first…` also accepts the end of what was just opened. */
type Expected = 'value' | 'firstValue' | 'name' | 'firstName' | 'colon' | 'after';

/**
 * Formats JSON (RFC 8259) with two spaces per level. Changes only whitespace between tokens: long numbers,
 * escapes, duplicate names and their order stay, which `JSON.parse` would not keep. Handles any depth.
 */
export function formatJson(text: string): FormattedJson {
  const out = new TextBuilder();
  const open: string[] = [];
  let expected: Expected = 'value';
  /** What stands before it is written. Between two changes, the text is copied as a whole. */
  let written = 0;
  const write = (until: number, then: string) => {
    out.add(text, written, until);
    out.add(then);
    written = until;
  };
  const newLine = (at: number) => write(at, newLines[open.length] ?? '');

  for (let at = 0; ;) {
    const next = blanksEnd(text, at);
    if (next > at) {
      write(at, '');
      written = at = next;
    }
    if (at === text.length) {
      if (open.length > 0 || expected !== 'after') return { ok: false, at };
      write(at, '');
      return { ok: true, text: out.end() };
    }
    const sign = text.charAt(at);
    const first: boolean = expected === 'firstValue' || expected === 'firstName';
    if (sign === closing(open.at(-1)) && (first || expected === 'after')) {
      open.pop();
      if (!first) newLine(at);
      expected = 'after';
      at++;
    } else if (expected === 'after') {
      if (sign !== ',' || open.length === 0) return { ok: false, at };
      newLine(++at);
      expected = open.at(-1) === '{' ? 'name' : 'value';
    } else if (expected === 'colon') {
      if (sign !== ':') return { ok: false, at };
      write(++at, ' ');
      expected = 'value';
    } else {
      const isName: boolean = expected === 'name' || expected === 'firstName';
      if (first) newLine(at);
      if (!isName && (sign === '{' || sign === '[')) {
        open.push(sign);
        expected = sign === '{' ? 'firstName' : 'firstValue';
        at++;
        continue;
      }
      const end = sign === '"' ? stringEnd(text, at) : isName ? at : skip(word, text, at);
      if (end <= at) return { ok: false, at: sign === '"' ? -end : at };
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

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK = 0x20;

/** Where the blanks at `at` end. */
function blanksEnd(text: string, at: number): number {
  let end = at;
  for (;;) {
    const code = text.charCodeAt(end);
    if (code !== BLANK && code !== 0x0a && code !== 0x0d && code !== 0x09) return end;
    end++;
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
  for (let next = at + 1; ;) {
    const code = text.charCodeAt(next);
    if (code === QUOTE) return next + 1;
    if (code === BACKSLASH) {
      const end = skip(escape, text, next);
      if (end === next) return -next;
      next = end;
      // NaN is past the end.
    } else if (code >= BLANK) next++;
    else return -next;
  }
}

/** Line and column of a position in a text, both counted from 1. */
export function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
