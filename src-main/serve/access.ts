import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';
import { KEY_HEADER, keyOffered } from '@shared/session-key';

/** Why a request was refused. */
export type Refusal = 'foreign-host' | 'foreign-origin' | 'no-session';

/** A newly started browser requests its page within this time. Milliseconds. */
const TICKET_LIFE_MS = 60_000;

/**
 * Decides who may talk to the server. A browser gets a session from the address with the token, which is valid as
 * long as the server runs. The session is a cookie, which opens the window's files, and a key that the page keeps,
 * which opens the engine: browsers send the cookie to every server of this machine, whatever its port, but no page
 * of another port can read the key. Whoever has the token can also get a ticket instead, valid once and briefly: for
 * a command line, which every user of the machine can read.
 *
 * Any web page can make a browser send requests to loopback. So the Host must be one of ours, which excludes an
 * attacker's name that points here, and a WebSocket must come from one of our pages.
 */
export class Access {
  /** 256 random bits, part of the printed address. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #session = randomBytes(32).toString('base64url');
  /** What a page shows to use the engine; independent of the cookie. */
  readonly key = randomBytes(32).toString('base64url');
  readonly #now: () => number;
  #ticket: { readonly text: string; readonly until: number } | null = null;
  readonly #cookie: string;
  readonly #hosts: ReadonlySet<string>;

  /** `address` and `port` are where the server listens. */
  constructor(address: string, port: number, now = () => performance.now()) {
    this.#now = now;
    // All ports of a host share cookies, so the name keeps two servers apart.
    this.#cookie = `quorate_${port}`;
    this.#hosts = new Set(hostNames(address).map((name) => (port === 80 ? name : `${name}:${port}`)));
  }

  /** The refusal of a request that does not name this server as its Host; null when it does. */
  refusedHost({ headers }: IncomingMessage): Refusal | null {
    return this.#hosts.has(headers.host?.toLowerCase() ?? '') ? null : 'foreign-host';
  }

  /** Why a request other than for the door is refused; null when it is allowed. */
  refused(request: IncomingMessage): Refusal | null {
    return this.refusedHost(request) ?? (this.#hasSession(request) ? null : 'no-session');
  }

  /** The same for a WebSocket, which a page of any origin could open. */
  refusedUpgrade(request: IncomingMessage): Refusal | null {
    const { host, origin } = request.headers;
    const foreign = origin !== `http://${host ?? ''}`;
    if (foreign) return this.refusedHost(request) ?? 'foreign-origin';
    return (
      this.refusedHost(request) ??
      (this.#isKey(keyOffered(request.headers['sec-websocket-protocol'])) ? null : 'no-session')
    );
  }

  /** Whether a plain request has a key that would open a WebSocket. */
  hasKey({ headers }: IncomingMessage): boolean {
    const key = headers[KEY_HEADER];
    return this.#isKey(typeof key === 'string' ? key : null);
  }

  #isKey(text: string | null): boolean {
    return text !== null && sameText(text, this.key);
  }

  /** Whether `token` is the token, or the ticket, which is then used up. */
  admits(token: string): boolean {
    return this.isToken(token) || this.#takeTicket(token);
  }

  isToken(text: string): boolean {
    return sameText(text, this.token);
  }

  /** Makes a ticket that replaces the token once, within a minute; invalidates the previous ticket. */
  makeTicket(): string {
    const text = randomBytes(32).toString('base64url');
    this.#ticket = { text, until: this.#now() + TICKET_LIFE_MS };
    return text;
  }

  #takeTicket(text: string): boolean {
    const ticket = this.#ticket;
    if (ticket === null || !sameText(text, ticket.text)) return false;
    this.#ticket = null;
    return this.#now() < ticket.until;
  }

  /** The Set-Cookie header value that starts a session. */
  get sessionCookie(): string {
    return `${this.#cookie}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  #hasSession({ headers }: IncomingMessage): boolean {
    for (const pair of headers.cookie?.split(';') ?? []) {
      const [name, value] = pair.trim().split('=');
      if (name === this.#cookie && sameText(value ?? '', this.#session)) return true;
    }
    return false;
  }
}

/** Compares in constant time, wherever the texts differ. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** The valid names of a server on `address`, as in a Host header. */
function hostNames(address: string): string[] {
  const bracketed = (ip: string) => (ip.includes(':') ? `[${ip}]` : ip);
  if (address !== '0.0.0.0' && address !== '::') return ['localhost', bracketed(address)];
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return ['localhost', '127.0.0.1', '[::1]', ...own.map((one) => bracketed(one.address))];
}
