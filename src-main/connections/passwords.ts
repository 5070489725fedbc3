import { errorText, Failure } from '../base/failure';
import type { Secrets } from '../base/host';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';

/**
 * The passwords of connections, encrypted by the system's secret store or kept in memory only. Never on disk in
 * plain text.
 */
export class Passwords {
  readonly #secrets: Promise<Secrets | null>;
  readonly #log: Log;
  readonly #known = new Map<string, string>();
  readonly #kept = new LiveValue(true);
  /** Counts how often a password was set or forgotten. */
  #changes = 0;

  constructor(secrets: Promise<Secrets | null>, log: Log) {
    this.#log = log;
    this.#secrets = secrets.catch((error: unknown) => {
      log.warn('the store of secrets could not be reached', { reason: errorText(error) });
      return null;
    });
    void this.#secrets.then((found) => (this.#kept.value = found !== null));
  }

  /** Whether passwords outlive the engine; assumed true until known. */
  get kept(): Live<boolean> {
    return this.#kept;
  }

  /**
   * Stores the password of connection `id`. Returns the encrypted text that may be written to disk; null when
   * nothing may.
   */
  async set(id: string, password: string): Promise<string | null> {
    this.#changes++;
    this.#known.set(id, password);
    try {
      const secrets = await this.#secrets;
      return secrets && (await secrets.encrypt(password));
    } catch (error) {
      this.#log.warn('a password could not be encrypted; it is kept in memory', {
        id,
        reason: errorText(error),
      });
      return null;
    }
  }

  has(id: string, sealed: string | null): boolean {
    return this.#known.has(id) || (sealed !== null && this.#kept.value);
  }

  /** Fails with PASSWORD_MISSING when the password is unknown, or its store can no longer decrypt it. */
  async get(id: string, sealed: string | null, user: string): Promise<string> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const before = this.#changes;
    try {
      const secrets = await this.#secrets;
      if (sealed !== null && secrets) {
        const password = await secrets.decrypt(sealed);
        // The store may be slow: a password that was set or forgotten meanwhile is newer.
        if (this.#changes === before) this.#known.set(id, password);
        return password;
      }
    } catch (error) {
      this.#log.warn('a password could not be decrypted', { id, reason: errorText(error) });
    }
    throw new Failure('PASSWORD_MISSING', { user });
  }

  forget(id: string): void {
    this.#changes++;
    this.#known.delete(id);
  }
}
