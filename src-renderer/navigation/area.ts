import type { AreaName } from '@shared/contract/contract';
import { inject, type Component, type InjectionKey } from 'vue';
import type { TextKey } from '../i18n/text';
import type { ClusterKind } from '../members/cluster-kind';

/** What an area shows, and the button that leads there. */
interface Shown {
  /** Key of its name. */
  readonly title: TextKey;
  readonly icon: Component;
  readonly component: Component;
}

/** What an area hands to the window. Every part is optional: some areas are a view, some a panel, some only dialogs. */
export interface Area {
  readonly id: AreaName;
  /** Fills the window; its button is on the rail, or at the right of the top bar. */
  readonly view?: Shown & { readonly place: 'rail' | 'top' };
  /** Opens in the dock. */
  readonly panel?: Shown;
  /** Its dialogs and actions, there once for the window whatever is shown. */
  readonly always?: Component;
  /** What the cluster view shows for one kind of connection. */
  readonly clusterKind?: ClusterKind;
  /** Stands in the cluster view while there is nothing to connect to. */
  readonly start?: Component;
  /** Stands above the cluster view, whatever it shows: what one must know. Shows nothing when there is nothing. */
  readonly notice?: Component;
}

/** Provided once by the window: the list of `areas.ts`. */
export const areasKey: InjectionKey<readonly Area[]> = Symbol('areas');

/** All areas of the window, for what one area shows of others without knowing them. */
export function useAreas(): readonly Area[] {
  return inject(areasKey, []);
}
