import { onScopeDispose, readonly, ref, type Ref } from 'vue';

/** Height of the window's content in px, tracked until the effect scope ends. */
export function useWindowHeight(): Readonly<Ref<number>> {
  const height = ref(window.innerHeight);
  const onResize = () => (height.value = window.innerHeight);
  window.addEventListener('resize', onResize);
  onScopeDispose(() => window.removeEventListener('resize', onResize));
  return readonly(height);
}
