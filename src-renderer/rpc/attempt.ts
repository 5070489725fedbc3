import { type Ref, ref, shallowRef, type ShallowRef } from 'vue';

interface Attempt {
  /** Whether it is under way. */
  readonly busy: Readonly<Ref<boolean>>;
  /** Why the last one failed, or whatever its dialog read before; null when nothing did. */
  readonly error: ShallowRef<unknown>;
  /** Does it, unless one is under way; returns when it has ended, and never fails. */
  readonly attempt: (action: () => Promise<void>) => Promise<void>;
}

/** What a dialog does when it is confirmed: one at a time, and a failure stays until the next. */
export function useAttempt(): Attempt {
  const busy = ref(false);
  const error = shallowRef<unknown>(null);

  async function attempt(action: () => Promise<void>): Promise<void> {
    if (busy.value) return;
    busy.value = true;
    error.value = null;
    try {
      await action();
    } catch (failure) {
      error.value = failure;
    } finally {
      busy.value = false;
    }
  }

  return { busy, error, attempt };
}
