import { onScopeDispose, watch } from 'vue';

/**
 * Asks before the page goes (a reload, Back, a closed tab or window) for as long as `isUnsaved` holds, until the effect scope
 * ends. The browser or the desktop host asks in its own words.
 */
export function askBeforeLeaving(isUnsaved: () => boolean): void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  // Listened for only while needed: it keeps browsers from caching the page.
  watch(
    isUnsaved,
    (unsaved) => {
      if (unsaved) window.addEventListener('beforeunload', ask);
      else window.removeEventListener('beforeunload', ask);
    },
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(() => window.removeEventListener('beforeunload', ask), true);
}
