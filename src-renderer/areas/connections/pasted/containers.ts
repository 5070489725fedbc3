import { shellWords } from './shell-words';
import type { Entry } from './yaml';

/** A container of a compose file, and which of its ports this machine reaches. */
export interface Container {
  /** The names it has inside the containers' network. */
  readonly names: ReadonlySet<string>;
  /** Where each of its ports is published: `host:port`. */
  readonly published: ReadonlyMap<number, string>;
}

/** An endpoint inside the containers' network, and where it is published; null when it is not. */
export interface InsideEndpoint {
  readonly host: string;
  readonly port: number;
  readonly published: string | null;
}

/** The containers of a compose file; none for another text. */
export function containersOf(entries: readonly Entry[]): readonly Container[] {
  const found = new Map<string, { names: Set<string>; published: Map<number, string> }>();
  const long = new Map<string, Map<string, string>>();
  for (const { path, value } of entries) {
    const [top, name, field, item, part] = path;
    if (top !== 'services' || name === undefined) continue;
    const container = found.get(name) ?? { names: new Set([name]), published: new Map<number, string>() };
    found.set(name, container);
    if (field === 'container_name' || field === 'hostname') container.names.add(plain(value));
    if (field !== 'ports' || item === undefined) continue;
    if (part === undefined) publish(container.published, plain(value));
    else {
      const key = `${name}\n${item}`;
      const said = long.get(key) ?? new Map<string, string>();
      long.set(key, said.set(part, plain(value)));
      const [ip, host, target] = ['host_ip', 'published', 'target'].map((each) => said.get(each));
      if (host && target) publish(container.published, `${ip ? `${ip}:` : ''}${host}:${target}`);
    }
  }
  return [...found.values()];
}

/**
 * Where an endpoint leads that names a container; null for one that this machine may reach as it is. The address of
 * the container itself, such as 0.0.0.0 or localhost, is that of the one that publishes the port.
 */
export function insideOf(endpoint: string, containers: readonly Container[]): InsideEndpoint | null {
  const [, host = '', digits = ''] = /^[a-z]+:\/\/(\[[^\]]*\]|[^/:]+):(\d+)\/?$/i.exec(endpoint) ?? [];
  const port = Number(digits);
  const named = containers.find(({ names }) => names.has(host));
  if (named) return { host, port, published: named.published.get(port) ?? null };
  if (!isOwn(host)) return null;
  const [only, ...others] = containers.filter(({ published }) => published.has(port));
  const published = only?.published.get(port);
  return published === undefined || others.length > 0 ? null : { host, port, published };
}

/** Adds `[ip:]host:container[/protocol]`. A range has as many ports on both sides. */
function publish(published: Map<number, string>, text: string): void {
  const [, ip = '', from = '', to = from, inside = '', insideTo = inside] =
    /^(?:(\[[^\]]*\]|[\d.]+):)?(\d+)(?:-(\d+))?:(\d+)(?:-(\d+))?(?:\/tcp)?$/.exec(text) ?? [];
  const count = Number(to) - Number(from);
  if (inside === '' || count !== Number(insideTo) - Number(inside)) return;
  const host = ip === '' || isOwn(ip) ? '127.0.0.1' : ip;
  for (let n = 0; n <= count; n++) published.set(Number(inside) + n, `${host}:${Number(from) + n}`);
}

function isOwn(host: string): boolean {
  return /^(localhost|0\.0\.0\.0|127\.[\d.]+|\[::1?\])$/i.test(host);
}

/** With the variables that have a default replaced by it. */
function plain(value: string): string {
  const [word] = shellWords(`"${value}"`, new Map());
  return typeof word === 'object' ? word.text : value;
}
