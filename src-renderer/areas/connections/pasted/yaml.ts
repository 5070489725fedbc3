/** A scalar of a YAML or JSON text, and the names that lead to it. Items of a list are named `#0`, `#1` and so on. */
export interface Entry {
  readonly path: readonly string[];
  readonly value: string;
}

/** Whether a line of the text has the form `name: value`, or the whole text that of JSON. */
export function looksLikeYaml(text: string): boolean {
  return /^\s*(?:- +)*["']?[\w./-]+["']?\s*:(?:\s|$)/m.test(text) || /^\s*[{[]/.test(text);
}

/**
 * The scalars of a YAML or JSON text, as far as files about etcd use YAML: maps and lists by indentation or in
 * brackets, quotes, comments, block scalars. Never throws: what it cannot read it leaves out.
 */
export function yamlEntries(text: string): readonly Entry[] {
  const lines = text.split(/\r?\n/);
  const entries: Entry[] = [];
  let frames: Frame[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\s*(#|---|\.\.\.|$)/.test(line)) continue;
    let indent = /^ */.exec(line)?.[0].length ?? 0;
    let rest = line.slice(indent);
    for (let dash; (dash = /^-(?: +|$)/.exec(rest)?.[0]) !== undefined;) {
      frames = frames.filter((frame) => frame.indent < indent || (frame.indent === indent && !frame.isItem));
      const list = frames.at(-1) ?? root(frames);
      frames.push({ indent, name: `#${list.items++}`, isItem: true, items: 0 });
      rest = rest.slice(dash.length);
      indent += dash.length;
    }
    const [, name, value] = /^("[^"]*"|'[^']*'|[^\s#"'[{][^:#]*?)\s*:(?:\s+(.*))?$/.exec(rest) ?? [];
    if (name !== undefined) {
      frames = frames.filter((frame) => frame.indent < indent);
      frames.push({ indent, name: unquoted(name), isItem: false, items: 0 });
    }
    const said = name === undefined ? rest : (value ?? '');
    const path = frames.flatMap((frame) => (frame.name === '' ? [] : [frame.name]));
    const taken = scalarOrFlow(said, lines.slice(at + 1), frames.at(-1)?.indent ?? -1);
    at += taken.lines;
    for (const entry of taken.entries) entries.push({ ...entry, path: [...path, ...entry.path] });
  }
  return entries;
}

interface Frame {
  readonly indent: number;
  readonly name: string;
  readonly isItem: boolean;
  /** How many items of its list were read. */
  items: number;
}

/** The top level of a text that is a list. */
function root(frames: Frame[]): Frame {
  const frame: Frame = { indent: -1, name: '', isItem: false, items: 0 };
  frames.push(frame);
  return frame;
}

/** What stands behind a name or a dash, and how many of the next lines belong to it. */
function scalarOrFlow(
  said: string,
  next: readonly string[],
  indent: number,
): { readonly entries: readonly Entry[]; readonly lines: number } {
  if (/^[|>][+-]?\d?\s*(#.*)?$/.test(said)) {
    const end = next.findIndex((line) => line.trim() !== '' && (/^ */.exec(line)?.[0].length ?? 0) <= indent);
    const lines = end < 0 ? next.length : end;
    return { entries: [{ path: [], value: next.slice(0, lines).join('\n') }], lines };
  }
  if (/^[{[]/.test(said)) {
    const flow = new Flow([said, ...next].join('\n'));
    const entries = flow.entries();
    return { entries, lines: flow.lines };
  }
  const value = unquoted(said);
  return { entries: value === '' ? [] : [{ path: [], value }], lines: 0 };
}

function unquoted(text: string): string {
  const [, double, single] = /^(?:"((?:\\.|[^"\\])*)"|'((?:''|[^'])*)')\s*(?:#.*)?$/.exec(text) ?? [];
  if (double !== undefined) return double.replace(/\\(.)/g, '$1');
  if (single !== undefined) return single.replaceAll("''", "'");
  return text.replace(/(^|\s)#.*$/, '').trim();
}

/** Reads `{name: value, list: [a, b]}`, and so JSON. */
class Flow {
  #at = 0;

  constructor(readonly text: string) {}

  /** How many line breaks were read. */
  get lines(): number {
    return this.text.slice(0, this.#at).split('\n').length - 1;
  }

  entries(): readonly Entry[] {
    const open = this.#take(/[{[]/y);
    if (open === '') {
      const value = this.#scalar();
      return value === '' ? [] : [{ path: [], value }];
    }
    const entries: Entry[] = [];
    for (let item = 0; this.#take(/[}\]]/y) === '' && this.#at < this.text.length; item++) {
      const before = this.#at;
      const name = open === '{' ? this.#name() : `#${item}`;
      for (const { path, value } of this.entries()) entries.push({ path: [name, ...path], value });
      this.#take(/,/y);
      if (this.#at === before) this.#at++;
    }
    return entries;
  }

  #name(): string {
    const name = this.#scalar(/[^,}\]:\n]*/y);
    this.#take(/:/y);
    return name;
  }

  #scalar(plain = /[^,}\]\n]*/y): string {
    return unquoted(this.#take(/"(?:\\.|[^"\\])*"|'(?:''|[^'])*'/y) || this.#take(plain));
  }

  /** Skips blanks, and takes what matches there; '' when nothing does. */
  #take(pattern: RegExp): string {
    this.#skip(/\s*/y);
    return this.#skip(pattern);
  }

  #skip(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.#at += found.length;
    return found;
  }
}
