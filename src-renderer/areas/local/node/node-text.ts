import type { NodeState, Trouble } from '@shared/contract/local';
import type { FailureValue } from '@shared/contract/failures';
import type { Named, TextsIn, Words } from '../../../i18n/text';
import { formatClock } from '../../../words/format';

/** What a node's state tells: what happened, why and what to do, and the last lines of its log where it ended. */
export interface NodeAccount {
  readonly what: Words;
  readonly trouble: {
    readonly kind: Trouble;
    /** The words of etcd that tell it; '' for none. */
    readonly detail: string;
    /** What came of asking its member. */
    readonly failure: FailureValue | null;
  } | null;
  readonly failure: FailureValue | null;
  /** What to do next, when neither `trouble` nor `failure` says it. */
  readonly next: Words | null;
  readonly tail: readonly string[];
}

/** Turns a state into the text of the details. Times are local, to the second. */
export function accountOf(state: NodeState): NodeAccount {
  const what = (key: TextsIn<'local.detail.what'>, named: Named = {}): Words => ({
    key: `local.detail.what.${key}`,
    named,
  });
  const next = (key: TextsIn<'local.detail.next'>): Words => ({ key: `local.detail.next.${key}`, named: {} });
  const plain = { trouble: null, failure: null, next: null, tail: [] };
  switch (state.kind) {
    case 'stopped':
      return { ...plain, what: what('stopped'), next: next('stopped') };
    case 'paused':
      return { ...plain, what: what('paused', { at: formatClock(state.since) }), next: next('paused') };
    case 'starting':
    case 'up':
    case 'stopping':
      return { ...plain, what: what(state.kind, { at: formatClock(state.since) }) };
    case 'unhealthy':
      return {
        ...plain,
        what: what('unhealthy'),
        trouble: { ...troubleOf(state.reason), failure: state.failure },
      };
    case 'exited': {
      const { how, code, at, reason, tail } = state;
      const told: Words = {
        key: `local.detail.what.exited.${how}`,
        named: { at: formatClock(at), code: String(code) },
      };
      return reason
        ? { ...plain, what: told, trouble: troubleOf(reason), tail }
        : { ...plain, what: told, next: next('exited'), tail };
    }
    case 'crashed': {
      const key = state.byUs ? 'killed' : 'crashed';
      const told = what(key, { at: formatClock(state.at), signal: state.signal });
      // After a deliberate kill, the log has nothing to explain.
      return { ...plain, what: told, next: next(key), tail: state.byUs ? [] : state.tail };
    }
    case 'failed':
      return { ...plain, what: what('failed', { at: formatClock(state.at) }), failure: state.failure };
  }
}

function troubleOf({ trouble, detail }: { trouble: Trouble; detail: string }) {
  return { kind: trouble, detail, failure: null };
}
