import { NAMES, type Option, type Origin, SWITCHES, variableFor } from './names';
import { type Container, containersOf } from './containers';
import { END, type Scope, shellWords, type Word } from './shell-words';
import { type Entry, yamlEntries } from './yaml';

/** The settings that a text names, by whom they are meant for. Later ones replace earlier ones. */
export class Settings {
  readonly #found = new Map<Origin, Map<Option, Word>>();
  /** Addresses that stand alone and hold a user, such as `etcd://root:secret@a:2379`. */
  readonly urls: Word[] = [];
  /** The containers of a compose file. */
  containers: readonly Container[] = [];
  #named = false;

  /** Whether the text says anything about etcd. */
  get recognized(): boolean {
    return this.#named || this.of('client').has('endpoints');
  }

  /** The text names etcdctl or a variable of it. */
  recognize(): void {
    this.#named = true;
  }

  of(origin: Origin): ReadonlyMap<Option, Word> {
    return this.#found.get(origin) ?? new Map<Option, Word>();
  }

  set(origin: Origin, option: Option, value: Word): void {
    // The names that other clients use are everybody's.
    if (origin !== 'client') this.#named = true;
    const found = this.#found.get(origin) ?? new Map<Option, Word>();
    this.#found.set(origin, found.set(option, value));
  }

  /** Another value of a list. */
  append(origin: Origin, option: Option, value: Word): void {
    const before = this.of(origin).get(option);
    const text = before ? `${before.text},${value.text}` : value.text;
    this.set(origin, option, { text, missing: [...(before?.missing ?? []), ...value.missing] });
  }
}

/** Reads a command line, a script, or a file of variables. */
export function readShell(text: string, settings: Settings): void {
  const scope: Scope = new Map();
  new ShellReader(settings, scope).read(shellWords(text, scope));
}

/** Reads a manifest of Kubernetes, a compose file, etcd's own file, or the settings of another client. */
export function readYaml(text: string, settings: Settings): void {
  const scope: Scope = new Map();
  const reader = new ShellReader(settings, scope);
  const entries = yamlEntries(text);
  settings.containers = containersOf(entries);
  const commands = new Map<string, Word[]>();
  for (const { path, value } of entries) {
    const [name = '', above = ''] = [path.at(-1), path.at(-2)];
    const variable = name === 'value' ? siblingName(entries, path) : name;
    const inside = [...shellWords(`"${value.replaceAll(/["\\]/g, '\\$&')}"`, scope)].filter((w) => w !== END);
    const word = inside[0] ?? { text: value, missing: [] };
    if (variable !== null && /^[A-Z_][A-Z0-9_]*$/.test(variable)) reader.assign(variable, word);
    else if (isListItem(name)) {
      const list = path.slice(0, -1).join('\n');
      commands.set(list, [...(commands.get(list) ?? []), word]);
      readClient(path.slice(0, -1), word, settings);
    } else if (hasCommand(value)) reader.read(shellWords(value, scope));
    else if (NAMES.server[name] && above !== 'peer-transport-security')
      settings.set('server', NAMES.server[name], word);
    else readClient(path, word, settings);
  }
  for (const words of commands.values()) reader.read(words);
}

function siblingName(entries: readonly Entry[], path: readonly string[]): string | null {
  const above = path.slice(0, -1).join('\n');
  const named = entries.find(
    (other) => other.path.at(-1) === 'name' && other.path.slice(0, -1).join('\n') === above,
  );
  return named?.value ?? null;
}

/** Settings below a name such as `etcd3`, or of a file that has nothing else. */
function readClient(path: readonly string[], value: Word, settings: Settings): void {
  const [name = '', above] = [path.at(-1), path.slice(0, -1)];
  const option = NAMES.client[name];
  const isOurs = above.length === 0 || above.some((each) => /^etcd3?$/i.test(each));
  if (option && isOurs) settings.append('client', option, value);
}

function isListItem(name: string): boolean {
  return name.startsWith('#');
}

function hasCommand(text: string): boolean {
  return (
    /\s/.test(text) && /(^|[\s/\\"'(=])etcdctl(\.exe)?\s|--etcd-servers|--advertise-client-urls/.test(text)
  );
}

class ShellReader {
  readonly #settings: Settings;
  readonly #scope: Scope;

  constructor(settings: Settings, scope: Scope) {
    this.#settings = settings;
    this.#scope = scope;
  }

  read(words: Iterable<Word | typeof END>): void {
    let command: 'etcdctl' | null = null;
    let expects: ((value: Word) => void) | null = null;
    let fish = 0;
    let first: Word | null = null;
    let ended = false;
    let isNext = false;
    for (const word of words) {
      if (word === END) {
        [expects, isNext] = [null, true];
        continue;
      }
      // A flag on a line of its own belongs to the command above: its backslash was lost on the way.
      if (isNext && !word.text.startsWith('-')) [command, fish, first, ended] = [null, 0, null, false];
      isNext = false;
      if (ended) continue;
      if (expects) {
        expects(word);
        expects = null;
        continue;
      }
      first ??= word;
      // `set -gx NAME value`, in fish.
      if (first.text === 'set' && fish === 0 && /^-[a-z]+$/.test(word.text)) fish = 1;
      else if (fish === 1) {
        fish = 2;
        expects = (value) => this.assign(word.text, value);
      } else if (command === null && hasCommand(word.text))
        this.read(shellWords(word.text.replace(/^\w+=/, ''), this.#scope));
      else if (command === null && /(^|[/\\=])etcdctl(\.exe)?$/.test(word.text)) {
        command = 'etcdctl';
        this.#settings.recognize();
      } else if (command !== null && word.text === '--') ended = true;
      else expects = this.#flag(word, command ?? 'other') ?? this.#assignment(word);
    }
  }

  /** Takes the variable over, for those that follow and as a setting. */
  assign(name: string, value: Word): void {
    this.#scope.set(name, value);
    const setting = variableFor(name);
    if (setting) this.#settings.set(setting.origin, setting.option, value);
    else if (/^ETCDCTL_/.test(name)) this.#settings.recognize();
  }

  /** Reads `--name=value`; returns what is to be done with the next word when the value is there. */
  #flag(word: Word, command: 'etcdctl' | 'other'): ((value: Word) => void) | null {
    const [, name = '', given] = /^--?([a-z][a-z0-9-]*)(?:=([^]*))?$/.exec(word.text) ?? [];
    const origins: readonly Origin[] = command === 'etcdctl' ? ['etcdctl'] : ['apiserver', 'server'];
    const origin = origins.find((each) => NAMES[each][name]);
    const option = origin && NAMES[origin][name];
    if (!origin || !option) return null;
    const take = (value: Word) => this.#settings.set(origin, option, value);
    if (given !== undefined) take({ text: given, missing: word.missing });
    else if (SWITCHES.has(option)) take({ text: 'true', missing: [] });
    else return take;
    return null;
  }

  #assignment({ text, missing }: Word): null {
    const [, name, value = ''] = /^(?:\$env:|Environment=|--env=|-e)?([A-Za-z_]\w*)=([^]*)$/.exec(text) ?? [];
    if (name !== undefined) this.assign(name, { text: value, missing });
    else if (/^[a-z0-9+]+:\/\/[^\s/@]+@/i.test(text) || /^etcd[3s]?(\+\w+)?:\/\//i.test(text))
      this.#settings.urls.push({ text, missing });
    return null;
  }
}
