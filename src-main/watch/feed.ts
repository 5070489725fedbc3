import type { KeyRange } from '@shared/contract/keys';
import type { FailureValue } from '@shared/contract/failures';
import type { Disposable } from '../base/lifecycle';
import type { Event } from '../etcd/gen/mvcc_pb';

/** Receives the events of a range, in order. */
export interface FeedListener {
  /** A member serves it from `revision` on: called at first, and again after each loss. */
  following(endpoint: string, revision: bigint): void;
  /** All events of one or several revisions. Bytes may be views on more: copy what you keep. */
  events(events: readonly Event[]): void;
  /** No member serves it now; it will resume. */
  lost(failure: FailureValue | null): void;
  /** Changes in `[from, to]` were compacted before they arrived. The feed continues after that. */
  missed(from: bigint, to: bigint): void;
  /** Deletions made at that revision may be missing. */
  uncertain(revision: bigint): void;
  /** The cluster has reached a revision that the feed has not brought, for some time; null when it has caught up. */
  behind(revision: bigint | null): void;
  /** The cluster was at revision `last` and has another history now; the feed continues after `revision`. */
  otherHistory(last: bigint, revision: bigint): void;
  /** etcd refuses it. The feed resumes where it was once the user or their role is fixed. */
  failed(failure: FailureValue): void;
}

export interface Feed extends Disposable {
  /** Everything up to this revision arrived, or does not concern the range. */
  readonly revision: bigint;
}

/** Opens a feed of `range` from `revision` on, until it is disposed of; no call follows after that. */
export type OpenFeed = (range: KeyRange, revision: bigint, listener: FeedListener) => Feed;
