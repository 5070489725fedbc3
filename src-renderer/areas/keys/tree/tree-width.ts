import { computed, onScopeDispose, type Ref, ref, watch } from 'vue';

/** Px: the initial width, and the smallest usable one. */
export const DEFAULT_WIDTH = 320;
const LEAST = 220;
/** Px beside the tree: the rail, and the least that a value needs. */
const BESIDE = 72 + 340;
const STORED = 'quorate.keys.width';

function stored(): number {
  const px = Number.parseInt(localStorage.getItem(STORED) ?? '', 10);
  return Number.isFinite(px) ? px : DEFAULT_WIDTH;
}

/**
 * The tree's width, saved in this window's storage; the value beside it keeps half of the window, and more of a narrow
 * one. Follows the window until the effect scope ends.
 */
export function useTreeWidth(): { width: Ref<number>; min: number; max: Readonly<Ref<number>> } {
  const room = ref(window.innerWidth);
  const onResize = () => (room.value = window.innerWidth);
  window.addEventListener('resize', onResize);
  onScopeDispose(() => window.removeEventListener('resize', onResize));
  const max = computed(() => Math.max(LEAST, Math.min(Math.floor(room.value / 2), room.value - BESIDE)));
  const width = ref(stored());
  watch(width, (now) => localStorage.setItem(STORED, String(now)));
  const clamped = computed({
    get: () => Math.min(max.value, Math.max(LEAST, width.value)),
    set: (now) => (width.value = now),
  });
  return { width: clamped, min: LEAST, max };
}
