import type { LeaseRow } from '@shared/contract/leases';
import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { engineInfo } from '../../rpc/engine';
import { EngineClock } from './engine-clock';

/** Often enough that no second is skipped. */
const TICK_MS = 200;

/** Counts leases down by this window's clock between reports of the engine. One clock serves all visible leases. */
export interface LeaseClock {
  /** Call with rows that have just arrived. */
  heard(rows: readonly LeaseRow[]): void;
  /** Milliseconds a lease has left now; null when unknown. Reactive. */
  remaining(row: LeaseRow): number | null;
}

/** Ticks until the effect scope ends. */
export function useLeaseClock(): LeaseClock {
  const now = ref(performance.now());
  // A new engine has a different clock.
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
