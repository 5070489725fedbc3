import type { FailureValue } from '@shared/contract/failures';
import type { KeyRange } from '@shared/contract/keys';
import type { Disposable } from '../../base/lifecycle';

/** Some keys of a listing, in etcd's byte order. */
export interface KeyPage {
  /** The revision of the whole listing. */
  readonly revision: bigint;
  /** Keys of the range from the first of this page on. */
  readonly count: number;
  /** Decoded as they are taken; each is a view, good until the next. */
  keys(): Iterable<Uint8Array>;
}

/** What became of a key at a revision. `key` is a view: copy what is kept. */
export interface KeyEvent {
  readonly kind: 'put' | 'delete';
  readonly key: Uint8Array;
  readonly revision: bigint;
}

/** What a watch of a range tells, in order. */
export interface KeyListener {
  /** A member serves it: at first, and again after each loss. */
  following(): void;
  events(events: readonly KeyEvent[]): void;
  /** No member serves it at the moment; it is being taken up again where it was. */
  lost(failure: FailureValue | null): void;
  /** Events were compacted before we had them, up to that revision. It says nothing after this. */
  missed(compactRevision: bigint): void;
  /** etcd will not have it. It says nothing after this. */
  failed(failure: FailureValue): void;
}

/** Where keys come from: a cluster, or a test. Failures are `Failure`s. */
export interface KeySource {
  /** Pages of one revision: of that one, or of the newest. REVISION_COMPACTED when it went meanwhile. */
  pages(range: KeyRange, revision: bigint | null, signal: AbortSignal): AsyncIterable<KeyPage>;
  /** Events of a range from a revision on, until disposed of. */
  watch(range: KeyRange, from: bigint, listener: KeyListener): Disposable;
  /** Calls `listener` when it has come to be another cluster, or another user: nothing known of it holds any more. */
  onReconnect(listener: () => void): Disposable;
  /** Whom a certificate names when no user is named; null when none does. */
  certificateUser(): string | null;
  /** What the roles of a user let them read, in any order. */
  granted(user: string, signal: AbortSignal): Promise<readonly KeyRange[]>;
}

/** The end of a range that goes to the last key. */
export const END = Uint8Array.of(0);

/** Every key. */
export const allKeys: KeyRange = { key: Uint8Array.of(0), rangeEnd: END };
