import type { AreaName } from '@shared/contract/contract';
import { readonly, ref } from 'vue';

const shown = ref<AreaName>('members');

/** The area that fills the window. */
export const shownArea = readonly(shown);

export function openArea(area: AreaName): void {
  shown.value = area;
}
