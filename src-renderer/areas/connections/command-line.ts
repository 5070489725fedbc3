/** What a pasted command line or environment says about a connection; anything it does not mention is absent. */
export interface PastedConnection {
  readonly endpoints?: readonly string[];
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly skipVerify?: boolean;
}

/** etcdctl's flags with a value that concern the connection; `ETCDCTL_*` are the same in capitals. */
const VALUED = ['endpoints', 'user', 'password', 'cacert', 'cert', 'key'] as const;
const SKIP = 'insecure-skip-tls-verify';
type Option = (typeof VALUED)[number];

/**
 * Reads a connection from an etcdctl command line (`etcdctl --endpoints=... --cacert ca.pem get foo`), from
 * `ETCDCTL_*` variables in any shell's syntax, or from both; null when the text is neither. Endpoints without
 * a scheme get the one etcdctl would use: TLS if one of its files is given.
 */
export function readCommandLine(text: string): PastedConnection | null {
  const words = splitWords(text);
  if (words.length === 0) return null;
  const found = new Map<Option, string>();
  let skip = environment(words, found);
  const command = words.findIndex((word) => /(^|[/\\])etcdctl(\.exe)?$/.test(word));
  // Flags of a command line override the environment, as in etcdctl.
  if (command >= 0) skip = flags(words.slice(command + 1), found) ?? skip;
  if (command < 0 && found.size === 0 && skip === null) return null;
  return connectionOf(found, skip);
}

function connectionOf(found: ReadonlyMap<Option, string>, skip: boolean | null): PastedConnection {
  const [endpoints, login, ca, certificate, key] = [
    found.get('endpoints'),
    found.get('user'),
    found.get('cacert'),
    found.get('cert'),
    found.get('key'),
  ];
  const scheme = ca || certificate || key || skip ? 'https' : 'http';
  const [user, ofUser] = splitLogin(login);
  const password = found.get('password') ?? ofUser;
  return {
    ...(endpoints && {
      endpoints: endpoints
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(schemed(scheme)),
    }),
    ...(user && { user }),
    ...(user && password !== undefined && { password }),
    ...(ca && { ca }),
    ...(certificate && { certificate }),
    ...(key && { key }),
    ...(skip !== null && { skipVerify: skip }),
  };
}

/** `name:password`; the password may contain colons. */
function splitLogin(login: string | undefined): readonly [string | undefined, string | undefined] {
  if (login === undefined) return [undefined, undefined];
  const colon = login.indexOf(':');
  return colon < 0 ? [login, undefined] : [login.slice(0, colon), login.slice(colon + 1)];
}

const schemed = (scheme: string) => (endpoint: string) =>
  /^[a-z]+:\/\//i.test(endpoint) ? endpoint : `${scheme}://${endpoint}`;

/**
 * Reads `ETCDCTL_NAME=value` from the words, also as `$env:ETCDCTL_NAME=value`. Returns what they say about
 * skipping verification.
 */
function environment(words: readonly string[], found: Map<Option, string>): boolean | null {
  let skip: boolean | null = null;
  for (const word of words) {
    const [, name = '', value = ''] = /^(?:\$env:)?ETCDCTL_([A-Z_]+)=([^]*)$/.exec(word) ?? [];
    const option = optionOf(name.toLowerCase().replaceAll('_', '-'));
    if (option === SKIP) skip = isTrue(value);
    else if (option) found.set(option, value);
  }
  return skip;
}

/**
 * Reads `--name value` and `--name=value` the same way. A value that etcdctl would take for a flag is a flag
 * here, too.
 */
function flags(words: readonly string[], found: Map<Option, string>): boolean | null {
  let skip: boolean | null = null;
  for (const [index, word] of words.entries()) {
    if (word === '--') return skip;
    const [, name = '', given] = /^--?([a-z-]+)(?:=([^]*))?$/.exec(word) ?? [];
    const option = optionOf(name);
    if (option === SKIP) skip = given === undefined || isTrue(given);
    else if (option) found.set(option, given ?? words[index + 1] ?? '');
  }
  return skip;
}

function optionOf(name: string): Option | typeof SKIP | null {
  return name === SKIP ? SKIP : (VALUED.find((option) => option === name) ?? null);
}

function isTrue(value: string): boolean {
  return /^(1|t|true)$/i.test(value);
}

/** Splits a text into words like a shell: quotes, backslashes, continued lines. Expands nothing. */
function splitWords(text: string): readonly string[] {
  const joined = text.replace(/[\\^`]\r?\n/g, ' ').replace(/\$env:(\w+)\s*=\s*/gi, '$env:$1=');
  const pieces = /'([^']*)'|"((?:\\["\\$`]|[^"])*)"|\\([^])|([^\s'"\\;]+)|([\s;]+)/g;
  const words: string[] = [];
  let word: string | null = null;
  for (const [piece, single, double, escaped, plain] of joined.matchAll(pieces)) {
    if (/^[\s;]/.test(piece)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    const said = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? windowsOr(escaped) ?? plain ?? '';
    word = (word ?? '') + said;
  }
  return word === null ? words : [...words, word];
}

/** A backslash before a letter or digit is part of a Windows path, because a shell has no use for it there. */
function windowsOr(escaped: string | undefined): string | undefined {
  return escaped !== undefined && /[\w.]/.test(escaped) ? `\\${escaped}` : escaped;
}
