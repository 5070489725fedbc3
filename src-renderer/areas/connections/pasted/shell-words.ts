/** A word as a shell would pass it on. */
export interface Word {
  /** With variables replaced by their values. A variable without a value stays as it was written. */
  readonly text: string;
  /** The variables and commands in it whose values the text does not give, as written: `$ENDPOINTS`, `$(hostname)`. */
  readonly missing: readonly string[];
}

/** The end of a command: a line break, `;`, `&` or `|` that is not quoted. */
export const END = 'end';

/** The variables that the text has set so far. */
export type Scope = Map<string, Omit<Word, 'text'> & { readonly text: string }>;

/** What `$HOME` stands for; the engine knows the folder. */
const HOME = '~';

/**
 * Splits a text into words the way a POSIX shell or PowerShell does: quotes, backslashes, continued lines, comments.
 * Replaces variables by what `scope` has at that point, so the caller can add to it while it takes the words.
 */
export function* shellWords(text: string, scope: Scope): Generator<Word | typeof END, void, void> {
  const joined = text.replace(/[\\^`]\r?\n/g, ' ').replace(/\$env:(\w+)\s*=\s*/gi, '$env:$1=');
  // '' is a word, too: the value of `--user ""`.
  const word: { text: string; missing: string[]; begun: boolean } = { text: '', missing: [], begun: false };
  let quoted = false;
  let at = 0;
  const add = ({ text: said, missing }: Word) => {
    word.begun = true;
    word.text += said;
    word.missing.push(...missing);
  };
  const end = (): Word[] => {
    const { text: whole, missing, begun } = word;
    Object.assign(word, { text: '', missing: [], begun: false });
    return begun ? [{ text: whole, missing }] : [];
  };
  while (at < joined.length) {
    const rest = joined.slice(at, at + LONGEST);
    const piece = nextPiece(rest, quoted, !word.begun);
    at += piece.length;
    if (piece.kind === 'quote') {
      quoted = !quoted;
      add({ text: '', missing: [] });
    } else if (piece.kind === 'text') add({ text: piece.text, missing: [] });
    else if (piece.kind === 'variable') add(valueOf(piece, scope));
    else {
      yield* end();
      if (piece.kind === 'end') yield END;
    }
  }
  yield* end();
}

/** Longer words are cut: the longest that matters is a list of endpoints. Characters. */
const LONGEST = 20_000;

type Piece = { readonly length: number } & (
  | { readonly kind: 'quote' | 'gap' | 'end' }
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly written: string;
      readonly otherwise: string | null;
    }
);

function nextPiece(rest: string, quoted: boolean, isFirst: boolean): Piece {
  const [char = ''] = rest;
  if (char === '"') return { kind: 'quote', length: 1 };
  if (char === '$') return variable(rest);
  if (quoted) {
    const [, escaped] = /^\\(["\\$`])/.exec(rest) ?? [];
    if (escaped !== undefined) return { kind: 'text', text: escaped, length: 2 };
    const [plain = ''] = /^(?:\\|[^"\\$]+)/.exec(rest) ?? [];
    return { kind: 'text', text: plain, length: plain.length };
  }
  if (isFirst && char === '#') return { kind: 'gap', length: /^[^\n]*/.exec(rest)?.[0].length ?? 1 };
  const [single, inside = ''] = /^'([^']*)'/.exec(rest) ?? [];
  if (single !== undefined) return { kind: 'text', text: inside, length: single.length };
  if (char === '\\') return escape(rest);
  const [gap] = /^[^\S\n]+/.exec(rest) ?? [];
  if (gap !== undefined) return { kind: 'gap', length: gap.length };
  if (/^[\n;|&]/.test(char)) return { kind: 'end', length: 1 };
  const [plain = char] = /^[^\s"'\\$;|&]+/.exec(rest) ?? [];
  return { kind: 'text', text: plain, length: plain.length };
}

/** A backslash before a letter or digit is part of a Windows path, because a shell has no use for it there. */
function escape(rest: string): Piece {
  const escaped = rest.slice(1, 2);
  return { kind: 'text', text: /[\w.]/.test(escaped) ? `\\${escaped}` : escaped, length: 2 };
}

/** `$NAME`, `${NAME}`, `${NAME:-otherwise}`, `$env:NAME` and `$(command)`; any other `$` is text. */
function variable(rest: string): Piece {
  const [written = '', plain, braced, otherwise, command] =
    /^\$(?:(?:env:)?([A-Za-z_]\w*)|\{(?:env:)?([A-Za-z_]\w*)(?::?-([^}]*))?\}|\(([^()]*)\))/i.exec(rest) ??
    [];
  // An assignment in PowerShell, which the caller reads.
  if (written === '' || /^\$env:\w+=/i.test(rest)) return { kind: 'text', text: '$', length: 1 };
  const name = plain ?? braced ?? command ?? '';
  return { kind: 'variable', name, written, otherwise: otherwise ?? null, length: written.length };
}

function valueOf({ name, written, otherwise }: Extract<Piece, { kind: 'variable' }>, scope: Scope): Word {
  const known = scope.get(name);
  if (known) return known;
  if (otherwise !== null) return { text: otherwise, missing: [] };
  return name === 'HOME' ? { text: HOME, missing: [] } : { text: written, missing: [written] };
}
