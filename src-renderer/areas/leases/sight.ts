import { onScopeDispose } from 'vue';

interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * Notes which rows a list draws, and tells `look` when these are others than before. All rows that are drawn together
 * are noted in one go.
 */
export function useSight(look: (from: number, to: number) => Promise<unknown>): {
  drawn(index: number): void;
  /** What was told is told again: somebody else is to know it. */
  again(): void;
} {
  let range: Range | null = null;
  let told: Range = { from: 0, to: 0 };
  let telling = false;
  let ended = false;
  onScopeDispose(() => (ended = true));

  /** One call at a time; the latest is always told. */
  async function tell(): Promise<void> {
    if (telling || ended) return;
    telling = true;
    const now = told;
    // A list that is gone meanwhile is said elsewhere.
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
