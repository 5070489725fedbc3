import type { FailureValue } from '@shared/contract/failures';
import type { KeyRange } from '@shared/contract/keys';
import type { Disposable } from '../../base/lifecycle';

/** Some keys of a listing, in etcd's byte order. */
export interface KeyPage {
  /** The revision of the whole listing. */
  readonly revision: bigint;
  /** Keys of the range from the first of this page on. */
  readonly count: number;
  /** Decoded one by one; each is a view, valid until the next. */
  keys(): Iterable<Uint8Array>;
}

/** A change of a key at a revision. `key` is a view: copy what you keep. */
export interface KeyEvent {
  readonly kind: 'put' | 'delete';
  readonly key: Uint8Array;
  readonly revision: bigint;
}

/** Why events are missed: they were compacted before they arrived, or the cluster has another history now. */
export type Missed =
  | { readonly kind: 'compacted'; readonly revision: bigint }
  | { readonly kind: 'other-history'; readonly from: bigint; readonly to: bigint };

/** Receives the events of a watch of a range, in order. */
export interface KeyListener {
  /**
   * A member serves the watch: called at first, and again after each loss. `behind` is a revision that the cluster has
   * reached and the watch has not, for some time; null for none. Called again when that changes.
   */
  following(behind: bigint | null): void;
  events(events: readonly KeyEvent[]): void;
  /** No member serves the watch now; it will resume where it was. */
  lost(failure: FailureValue | null): void;
  /** Events cannot be known any more, so the keys must be listed again. No call follows. */
  missed(why: Missed): void;
  /** etcd refuses the watch. No call follows. */
  failed(failure: FailureValue): void;
}

/** A source of keys: a cluster, or a test's. Failures are `Failure`s. */
export interface KeySource {
  /** Pages at the given revision, or at the newest. REVISION_COMPACTED when it is compacted meanwhile. */
  pages(range: KeyRange, revision: bigint | null, signal: AbortSignal): AsyncIterable<KeyPage>;
  /** Delivers the events of a range from a revision on, until disposed of. */
  watch(range: KeyRange, from: bigint, listener: KeyListener): Disposable;
  /**
   * Calls `listener` when it switched to another cluster or another user, so that nothing known of it is valid any
   * more.
   */
  onReconnect(listener: () => void): Disposable;
  /** The user that the certificate names when none is set; null when it names none. */
  certificateUser(): string | null;
  /** The ranges that a user's roles let them read, in any order. */
  granted(user: string, signal: AbortSignal): Promise<readonly KeyRange[]>;
}

/** The end of a range up to the last key. */
export const END = Uint8Array.of(0);

/** Every key. */
export const allKeys: KeyRange = { key: Uint8Array.of(0), rangeEnd: END };
