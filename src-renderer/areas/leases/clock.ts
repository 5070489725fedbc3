import type { LeaseRow } from '@shared/contract/leases';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { engineInfo } from '../../rpc/engine';
import { EngineClock } from './engine-clock';

/** Often enough for no second to be skipped. */
const TICK_MS = 200;

/** Counts leases down between what the engine says of them, by this window's clock. One for all that is shown. */
export interface LeaseClock {
  /** These rows have just arrived. */
  heard(rows: readonly LeaseRow[]): void;
  /** Milliseconds that a lease has left now; null while it is not known. Reactive. */
  remaining(row: LeaseRow): number | null;
}

/** Ticks until the effect scope ends. */
export function useLeaseClock(): LeaseClock {
  const now = ref(performance.now());
  // A new engine has another clock.
  const clock = shallowRef(new EngineClock());
  watch(
    () => engineInfo.value?.engine,
    () => (clock.value = new EngineClock()),
  );
  const timer = setInterval(() => (now.value = performance.now()), TICK_MS);
  onScopeDispose(() => clearInterval(timer));

  return {
    heard(rows) {
      const at = rows[0]?.at;
      if (at === undefined) return;
      now.value = performance.now();
      clock.value.heard(at, now.value);
    },
    remaining({ life, at }) {
      return life && clock.value.here(at) + life.remainingMs - now.value;
    },
  };
}
