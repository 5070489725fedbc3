import type { KeyRange } from '@shared/contract/keys';
import type { FailureValue } from '@shared/contract/failures';
import type { Disposable } from '../base/lifecycle';
import type { Event } from '../etcd/gen/mvcc_pb';

/** What a watch hears of its range, in order. */
export interface FeedListener {
  /** A member serves it from `revision` on: at first, and again after each loss. */
  following(endpoint: string, revision: bigint): void;
  /** All events of one or several revisions. Their bytes may be views on more: copy what is kept. */
  events(events: readonly Event[]): void;
  /** No member serves it at the moment; it is being taken up again. */
  lost(failure: FailureValue | null): void;
  /** What changed in `[from, to]` was compacted before it was heard. It goes on after that. */
  missed(from: bigint, to: bigint): void;
  /** etcd will not have it. It is followed again, where it was, once the user or their role is mended. */
  failed(failure: FailureValue): void;
}

export interface Feed extends Disposable {
  /** All up to here was heard, or did not concern the range. */
  readonly revision: bigint;
}

/** Opens a feed of `range` from `revision` on, until it is disposed of; nothing is heard after that. */
export type OpenFeed = (range: KeyRange, revision: bigint, listener: FeedListener) => Feed;
