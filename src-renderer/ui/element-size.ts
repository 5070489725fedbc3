import { onScopeDispose, shallowRef, watch, type Ref, type ShallowRef } from 'vue';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The inner size of an element, tracked; 0 x 0 until it exists. */
export function useElementSize(element: Ref<HTMLElement | null>): Readonly<ShallowRef<Size>> {
  const size = shallowRef<Size>({ width: 0, height: 0 });
  const observer = new ResizeObserver(([entry]) => {
    const to = entry?.target;
    if (!(to instanceof HTMLElement)) return;
    if (to.clientWidth === size.value.width && to.clientHeight === size.value.height) return;
    size.value = { width: to.clientWidth, height: to.clientHeight };
  });
  watch(
    element,
    (now, before) => {
      if (before) observer.unobserve(before);
      if (now) observer.observe(now);
    },
    { immediate: true, flush: 'post' },
  );
  onScopeDispose(() => observer.disconnect());
  return size;
}
