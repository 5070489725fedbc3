import type { AreaName } from '@shared/contract/contract';
import { inject, type Component, type InjectionKey } from 'vue';
import type { TextKey } from '../i18n/text';
import type { ClusterKind } from '../members/cluster-kind';

/** What an area shows, and the button that opens it. */
interface Shown {
  /** Key of its name. */
  readonly title: TextKey;
  readonly icon: Component;
  readonly component: Component;
}

/**
 * What an area adds to the window. Every part is optional: some areas are a view, some a panel, some only
 * dialogs.
 */
export interface Area {
  readonly id: AreaName;
  /** Fills the window. Its button is on the rail, or at the right of the top bar. */
  readonly view?: Shown & { readonly place: 'rail' | 'top' };
  /** Opens in the dock. */
  readonly panel?: Shown;
  /** Its dialogs and actions, mounted once per window whatever is shown. */
  readonly always?: Component;
  /** What the cluster view shows for one kind of connection. */
  readonly clusterKind?: ClusterKind;
  /** Shown in the cluster view while there are no connections. */
  readonly start?: Component;
  /** Shown above the cluster view at all times, for important notices. Renders nothing when there are none. */
  readonly notice?: Component;
}

/** Provided once by the window: the list from `areas.ts`. */
export const areasKey: InjectionKey<readonly Area[]> = Symbol('areas');

/** All areas of the window, so that an area can show parts of others without knowing them. */
export function useAreas(): readonly Area[] {
  return inject(areasKey, []);
}
