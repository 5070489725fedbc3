import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';

/** How a request that may not pass was refused. */
export type Refusal = 'foreign-host' | 'foreign-origin' | 'no-session';

/** A browser that was started has asked for its page by then. Milliseconds. */
const TICKET_LIFE_MS = 60_000;

/**
 * Who may talk to the server. A browser gets a session by the address with the token in it, which is good for as long as
 * the server runs; the session is a cookie that no script can read and no other site can send. Who has the token also gets
 * a ticket in its place, which is good once and soon: for a command line, which every user of the machine can read.
 *
 * Since any web page can make a browser send requests to loopback, the Host must be one of ours (a name of an attacker's
 * that was made to point here is not), and a WebSocket must come from a page of ours.
 */
export class Access {
  /** 256 random bits, in the address that is printed. */
  readonly token = randomBytes(32).toString('base64url');
  readonly #session = randomBytes(32).toString('base64url');
  readonly #now: () => number;
  #ticket: { readonly text: string; readonly until: number } | null = null;
  readonly #cookie: string;
  readonly #hosts: ReadonlySet<string>;

  /** `address` and `port` are what the server listens on. */
  constructor(address: string, port: number, now = () => performance.now()) {
    this.#now = now;
    // Cookies are shared by all ports of a host: the name keeps two servers apart.
    this.#cookie = `quorate_${port}`;
    this.#hosts = new Set(hostNames(address).map((name) => (port === 80 ? name : `${name}:${port}`)));
  }

  /** Whether the request was made to us by name; null when it was. */
  refusedHost({ headers }: IncomingMessage): Refusal | null {
    return this.#hosts.has(headers.host?.toLowerCase() ?? '') ? null : 'foreign-host';
  }

  /** Why a request for anything but the door may not pass; null when it may. */
  refused(request: IncomingMessage): Refusal | null {
    return this.refusedHost(request) ?? (this.#hasSession(request) ? null : 'no-session');
  }

  /** The same for a WebSocket, which a page of any origin could open. */
  refusedUpgrade(request: IncomingMessage): Refusal | null {
    const { host, origin } = request.headers;
    const foreign = origin !== `http://${host ?? ''}`;
    return this.refusedHost(request) ?? (foreign ? 'foreign-origin' : this.refused(request));
  }

  /** Whether it is the token, or the ticket, which is used up by that. */
  admits(token: string): boolean {
    return this.isToken(token) || this.#takeTicket(token);
  }

  isToken(text: string): boolean {
    return sameText(text, this.token);
  }

  /** In the place of the token, once, within a minute; the one before it is not good any more. */
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

  /** Value of the Set-Cookie header that makes a session. */
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

/** Compares in the same time wherever they differ. */
function sameText(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

/** The names by which a server on `address` is rightly called, as in a Host header. */
function hostNames(address: string): string[] {
  const bracketed = (ip: string) => (ip.includes(':') ? `[${ip}]` : ip);
  if (address !== '0.0.0.0' && address !== '::') return ['localhost', bracketed(address)];
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return ['localhost', '127.0.0.1', '[::1]', ...own.map((one) => bracketed(one.address))];
}
