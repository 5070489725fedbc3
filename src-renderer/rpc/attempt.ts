import { onScopeDispose, type Ref, ref, shallowRef, type ShallowRef } from 'vue';

interface Attempt {
  /** Whether an action is running. */
  readonly busy: Readonly<Ref<boolean>>;
  /** Why the last action failed, or any error the dialog set before it; null when there is none. */
  readonly error: ShallowRef<unknown>;
  /** Runs `action` unless one is already running. Resolves when it has ended and never rejects. */
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
}

/**
 * What a dialog does when it is confirmed: one action at a time; an error stays until the next attempt. A dialog may be closed
 * meanwhile (unmounted, or `isOpen` is false): then `announce` tells why the action failed.
 */
export function useAttempt(announce: (failure: unknown) => void, isOpen = () => true): Attempt {
  const busy = ref(false);
  const error = shallowRef<unknown>(null);
  let gone = false;
  onScopeDispose(() => (gone = true), true);

  async function attempt(action: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = null;
    try {
      await action();
    } catch (failure) {
      error.value = failure;
      if (gone || !isOpen()) announce(failure);
    } finally {
      busy.value = false;
    }
  }

  return { busy, error, attempt };
}
