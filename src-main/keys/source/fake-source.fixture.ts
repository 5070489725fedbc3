import { compareBytes } from '@shared/bytes';
import type { FailureValue } from '@shared/contract/failures';
import type { KeyRange } from '@shared/contract/keys';
import { Failure } from '../../base/failure';
import { toDisposable } from '../../base/lifecycle';
import { Listeners } from '../../base/listeners';
import { endOf } from '../../etcd/ranges';
import type { KeyEvent, KeyListener, KeyPage, KeySource } from './source';

interface Watcher {
  readonly range: KeyRange;
  readonly listener: KeyListener;
}

/** A key store with revisions, like etcd's, that a test writes to, compacts and breaks. */
export class FakeSource implements KeySource {
  readonly #log: KeyEvent[] = [];
  readonly #watchers = new Set<Watcher>();
  readonly #reconnects = new Listeners();
  #compacted = 0n;
  /** Keys in a page. */
  pageSize = 7;
  /** The failure of listing all keys. */
  refusal: FailureValue | null = null;
  /** The ranges that the user may list. */
  grants: readonly KeyRange[] = [];
  /** Called before each page, so that a test can write in between. */
  betweenPages: () => void = () => undefined;
  listings = 0;

  get revision(): bigint {
    return BigInt(this.#log.length + 1);
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  put(key: Uint8Array): void {
    this.#write({ kind: 'put', key, revision: this.revision + 1n });
  }

  delete(key: Uint8Array): void {
    if (this.keysAt(this.revision).some((one) => compareBytes(one, key) === 0))
      this.#write({ kind: 'delete', key, revision: this.revision + 1n });
  }

  compact(revision = this.revision): void {
    this.#compacted = revision;
  }

  /** Ends all watches like a cluster that compacted events they had not received. */
  miss(unseen: () => void): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    unseen();
    this.compact();
    for (const { listener } of watchers) listener.missed({ kind: 'compacted', revision: this.#compacted });
  }

  tell(tell: (listener: KeyListener) => void): void {
    for (const { listener } of [...this.#watchers]) tell(listener);
  }

  keysAt(revision: bigint): Uint8Array[] {
    const keys = new Map<string, Uint8Array>();
    for (const { kind, key, revision: at } of this.#log) {
      if (at > revision) break;
      if (kind === 'put') keys.set(String(key), key);
      else keys.delete(String(key));
    }
    return [...keys.values()].sort(compareBytes);
  }

  async *pages(range: KeyRange, revision: bigint | null, signal: AbortSignal): AsyncGenerator<KeyPage> {
    this.listings++;
    const at = revision ?? this.revision;
    const isAll = range.key.length === 1 && range.key[0] === 0 && endOf(range) === null;
    for (let from = 0; ; from += this.pageSize) {
      await Promise.resolve();
      if (signal.aborted) throw new Failure('CANCELLED', { action: 'Range' });
      if (this.refusal && isAll) throw new Failure(this.refusal.code, this.refusal.data);
      if (at < this.#compacted)
        throw new Failure('REVISION_COMPACTED', { revision: String(at), compacted: null });
      const keys = this.keysAt(at).filter((key) => within(range, key));
      const page = keys.slice(from, from + this.pageSize);
      yield { revision: at, count: keys.length - from, keys: () => page };
      this.betweenPages();
      if (from + this.pageSize >= keys.length) return;
    }
  }

  watch(range: KeyRange, from: bigint, listener: KeyListener) {
    const watcher = { range, listener };
    if (from <= this.#compacted)
      queueMicrotask(() => listener.missed({ kind: 'compacted', revision: this.#compacted }));
    else {
      this.#watchers.add(watcher);
      const missed = this.#log.filter((event) => event.revision >= from && within(range, event.key));
      if (missed.length > 0) listener.events(missed);
    }
    return toDisposable(() => void this.#watchers.delete(watcher));
  }

  onReconnect(listener: () => void) {
    return this.#reconnects.add(listener);
  }

  /** Acts as another cluster with these keys. */
  reconnect(keys: readonly Uint8Array[]): void {
    this.#log.length = 0;
    for (const key of keys) this.put(key);
    this.#reconnects.tell();
  }

  certificateUser() {
    return null;
  }

  granted() {
    return Promise.resolve(this.grants);
  }

  #write(event: KeyEvent): void {
    this.#log.push(event);
    for (const { range, listener } of [...this.#watchers])
      if (within(range, event.key)) listener.events([event]);
  }
}

function within(range: KeyRange, key: Uint8Array): boolean {
  const end = endOf(range);
  return compareBytes(key, range.key) >= 0 && (end === null || compareBytes(key, end) < 0);
}
