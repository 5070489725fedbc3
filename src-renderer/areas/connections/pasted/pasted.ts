import { type InsideEndpoint, insideOf } from './containers';
import type { Option, Origin } from './names';
import { readShell, readYaml, Settings } from './settings';
import { bareIpv4, userOfUrl } from './url';
import { looksLikeYaml } from './yaml';

/** What a pasted text says about a connection; anything it does not mention is absent. */
export interface PastedConnection {
  readonly endpoints?: readonly string[];
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
  readonly skipVerify?: boolean;
}

/** What the user should know about what was taken. */
export type PastedNote =
  /** The text uses variables or commands, and does not say what they stand for. What needs them was left out. */
  | { readonly kind: 'missing'; readonly names: readonly string[] }
  /** The certificate is that of an etcd server, which accepts it from a client if it allows for that use. */
  | { readonly kind: 'serverPair' }
  /** The endpoints are looked up in DNS, which is not supported. */
  | { readonly kind: 'srv'; readonly domain: string }
  /** The endpoint exists only in the containers' network; where it is published is used instead. */
  | {
      readonly kind: 'published';
      readonly host: string;
      readonly port: number;
      readonly published: string;
    }
  /** The names exist only in the containers' network, and the ports are not published. */
  | { readonly kind: 'inside'; readonly hosts: readonly string[] };

export interface Pasted {
  readonly connection: PastedConnection;
  readonly notes: readonly PastedNote[];
}

/** Longer texts describe no connection. Characters. */
const LONGEST = 200_000;

/**
 * Reads a connection from what people have at hand: an etcdctl command line, `ETCDCTL_*` variables in any shell's
 * syntax, the flags of kube-apiserver or etcd, `ETCD_*` variables, a systemd unit, a compose file, a manifest, etcd's
 * own file, an `etcd://` address. null when the text is none of these. Endpoints without a scheme get the one etcdctl
 * would use: TLS if one of its files is given.
 */
export function readPasted(text: string): Pasted | null {
  if (text.length > LONGEST) return null;
  for (const each of [text, asCommand(text)]) {
    if (each === null) continue;
    const yaml = new Settings();
    if (looksLikeYaml(each)) readYaml(each, yaml);
    const settings = yaml.recognized ? yaml : new Settings();
    if (!yaml.recognized) readShell(each, settings);
    const pasted = pastedOf(settings);
    if (pasted) return pasted;
  }
  return null;
}

/** Flags alone, and lines with root's prompt, as a command; null for another text. */
function asCommand(text: string): string | null {
  if (/^\s*--[a-z]/.test(text)) return `etcdctl ${text}`;
  return /^\s*# /.test(text) ? text.replace(/^\s*# +/gm, '') : null;
}

/** Who is asked first. Of a server's own settings it is only said how to reach it. */
const ORIGINS: readonly Origin[] = ['etcdctl', 'apiserver', 'client', 'server'];

function pastedOf(settings: Settings): Pasted | null {
  const [url] = settings.urls;
  if (!settings.recognized && !url) return null;
  const missing: string[] = [];
  const origins = ORIGINS.filter((origin) => isUsable(origin, settings));
  const valueFrom = (from: readonly Origin[]) => (option: Option) => {
    for (const origin of from) {
      const word = settings.of(origin).get(option);
      if (!word) continue;
      if (word.missing.length === 0) return word.text;
      missing.push(...word.missing);
      return undefined;
    }
    return undefined;
  };
  const value = valueFrom(origins);
  // A certificate goes with its key and with the CA beside it.
  const withFiles = origins.find((origin) =>
    (['ca', 'certificate', 'key'] as const).some((option) => settings.of(origin).has(option)),
  );
  const file = valueFrom(withFiles ? [withFiles] : []);
  const ofUrl = url ? userOfUrl(url.text) : null;
  if (url) missing.push(...url.missing);
  const isServer = withFiles === 'server';
  const isPairAsked = !isServer || asksForCertificates(settings);
  const [user, ofUser] = splitLogin(value('user'));
  const [ca, certificate, key] = [
    file('ca'),
    isPairAsked ? file('certificate') : undefined,
    isPairAsked ? file('key') : undefined,
  ];
  const skip = value('skipVerify');
  const insecure = value('insecureTransport');
  const secure =
    insecure === undefined
      ? Boolean(ca ?? certificate ?? key ?? (skip !== undefined && isTrue(skip))) ||
        value('protocol') === 'https'
      : !isTrue(insecure);
  const said = value('endpoints') ?? value('listen') ?? ofUrl?.endpoints;
  const endpoints = said ? splitList(said).map(schemed(secure)) : [];
  const inside = endpoints.map((each) => insideOf(each, settings.containers));
  const reached = endpoints.map((each, at) => atPublished(each, inside[at]));
  const srv = value('srv');
  const login = user ?? ofUrl?.user;
  const password = value('password') ?? (user ? ofUser : ofUrl?.password);
  return {
    connection: {
      ...(reached.length > 0 && { endpoints: [...new Set(reached)] }),
      ...(login && { user: login }),
      ...(login && password !== undefined && { password }),
      ...(ca && { ca }),
      ...(certificate && { certificate }),
      ...(key && { key }),
      ...(skip !== undefined && { skipVerify: isTrue(skip) }),
    },
    notes: [
      ...(missing.length > 0 ? [{ kind: 'missing' as const, names: [...new Set(missing)] }] : []),
      ...(isServer && certificate ? [{ kind: 'serverPair' as const }] : []),
      ...(srv !== undefined ? [{ kind: 'srv' as const, domain: srv }] : []),
      ...containerNotes(inside.filter((each) => each !== null)),
    ],
  };
}

function atPublished(endpoint: string, inside: InsideEndpoint | null | undefined): string {
  const published = inside?.published ?? null;
  return published === null ? endpoint : endpoint.replace(/\/\/.*$/, `//${published}`);
}

function containerNotes(inside: readonly InsideEndpoint[]): readonly PastedNote[] {
  const hosts = inside.filter(({ published }) => published === null).map(({ host }) => host);
  return [
    ...inside.flatMap(({ host, port, published }) =>
      published === null || published === `${host}:${port}`
        ? []
        : [{ kind: 'published' as const, host, port, published }],
    ),
    ...(hosts.length > 0 ? [{ kind: 'inside' as const, hosts: [...new Set(hosts)] }] : []),
  ];
}

/** A `cert-file` alone may belong to any program's server, and a `key` alone to anything. */
function isUsable(origin: Origin, settings: Settings): boolean {
  const found = settings.of(origin);
  if (origin === 'client') return found.has('endpoints');
  if (origin !== 'server') return found.size > 0;
  return found.has('endpoints') || found.has('listen') || found.has('ca');
}

/** A server with `trusted-ca-file` asks for certificates even without `client-cert-auth` (`TLSInfo.ServerConfig`). */
function asksForCertificates(settings: Settings): boolean {
  const server = settings.of('server');
  return server.has('ca') || isTrue(server.get('clientCertAuth')?.text ?? '');
}

function splitList(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/** `name:password`; the password may contain colons. */
function splitLogin(login: string | undefined): readonly [string | undefined, string | undefined] {
  if (login === undefined) return [undefined, undefined];
  const colon = login.indexOf(':');
  return colon < 0 ? [login, undefined] : [login.slice(0, colon), login.slice(colon + 1)];
}

const schemed = (secure: boolean) => (endpoint: string) =>
  bareIpv4(/^[a-z]+:\/\//i.test(endpoint) ? endpoint : `${secure ? 'https' : 'http'}://${endpoint}`);

function isTrue(value: string): boolean {
  return /^(1|t|true|yes)$/i.test(value);
}
