import { computed, type Ref, ref, watch } from 'vue';

/** Px: the initial width, and the smallest usable one. */
export const DEFAULT_WIDTH = 320;
const LEAST = 220;
const STORED = 'quorate.keys.width';

function stored(): number {
  const px = Number.parseInt(localStorage.getItem(STORED) ?? '', 10);
  return Number.isFinite(px) ? px : DEFAULT_WIDTH;
}

/** The tree's width, saved in this window's storage; the value beside it keeps half of the window. */
export function useTreeWidth(): { width: Ref<number>; min: number; max: number } {
  const max = Math.max(LEAST, Math.floor(window.innerWidth / 2));
  const width = ref(stored());
  watch(width, (now) => localStorage.setItem(STORED, String(now)));
  const clamped = computed({
    get: () => Math.min(max, Math.max(LEAST, width.value)),
    set: (now) => (width.value = now),
  });
  return { width: clamped, min: LEAST, max };
}
