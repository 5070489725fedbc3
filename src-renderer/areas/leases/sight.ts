import { onScopeDispose } from 'vue';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Tracks which rows a list draws, and calls `look` when they change. Rows drawn together are reported together. */
export function useSight(look: (from: number, to: number) => Promise<unknown>): {
  drawn(index: number): void;
  /** Reports the same rows again, for a new listener. */
  again(): void;
} {
  let range: Range | null = null;
  let told: Range = { from: 0, to: 0 };
  let telling = false;
  let ended = false;
  onScopeDispose(() => (ended = true));

  /** One call at a time; the latest range is always reported. */
  async function tell(): Promise<void> {
    if (telling || ended) return;
    telling = true;
    const now = told;
    // Another part reports a list that is gone.
    await look(now.from, now.to).catch(() => undefined);
    telling = false;
    if (now !== told) await tell();
  }

  return {
    drawn(index) {
      if (range) {
        range = { from: Math.min(range.from, index), to: Math.max(range.to, index + 1) };
        return;
      }
      range = { from: index, to: index + 1 };
      queueMicrotask(() => {
        const drawn = range;
        range = null;
        if (!drawn || (drawn.from === told.from && drawn.to === told.to)) return;
        told = drawn;
        void tell();
      });
    },
    again() {
      told = { ...told };
      void tell();
    },
  };
}
