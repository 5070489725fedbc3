import type { ConnectionDraft, EndpointReport } from '@shared/contract/connections';
import { onScopeDispose, readonly, ref, shallowReadonly, shallowRef, type Ref, type ShallowRef } from 'vue';
import { engine } from '../../rpc/engine';

export interface RunningTest {
  /** The results so far; null when no test was started. */
  readonly reports: Readonly<ShallowRef<readonly EndpointReport[] | null>>;
  readonly running: Readonly<Ref<boolean>>;
  /** Why the test itself ended early; null when it did not. */
  readonly error: Readonly<ShallowRef<unknown>>;
  /** Starts a test; cancels a running one. */
  start(id: string | null, draft: ConnectionDraft): Promise<void>;
  /** Ends the running test. Endpoints that have not answered are left out. */
  cancel(): void;
  /** Ends the running test and drops its results. */
  forget(): void;
}

/** A test of the dialog's input, until the effect scope ends. */
export function useConnectionTest(): RunningTest {
  const reports = shallowRef<readonly EndpointReport[] | null>(null);
  const running = ref(false);
  const error = shallowRef<unknown>(null);
  let abort = new AbortController();

  function cancel(): void {
    abort.abort();
    running.value = false;
    reports.value = reports.value?.filter(({ outcome }) => outcome.kind !== 'asking') ?? null;
  }

  function forget(): void {
    cancel();
    reports.value = null;
    error.value = null;
  }

  async function start(id: string | null, draft: ConnectionDraft): Promise<void> {
    forget();
    const { signal } = (abort = new AbortController());
    running.value = true;
    reports.value = draft.endpoints.map((endpoint) => ({ endpoint, outcome: { kind: 'asking' } }));
    try {
      for await (const state of await engine.connections.test({ id, draft }, { signal })) {
        if (isAborted(signal)) return;
        reports.value = state.reports;
        if (state.done) break;
      }
    } catch (reason) {
      if (isAborted(signal)) return;
      reports.value = null;
      error.value = reason;
    }
    if (!isAborted(signal)) cancel();
  }

  onScopeDispose(() => abort.abort());
  return {
    reports: shallowReadonly(reports),
    running: readonly(running),
    error: shallowReadonly(error),
    start,
    cancel,
    forget,
  };
}

/** Read through a function; otherwise the compiler assumes it cannot change during an await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
