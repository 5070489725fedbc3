import type { AreaName } from '@shared/contract/contract';
import { ref, watch, type Ref } from 'vue';

/** Names a panel of the dock by its area. */
export type PanelId = AreaName;

/** Heights in px: the minimum, and the height the dock opens with. */
export const MIN_HEIGHT = 120;
export const DEFAULT_HEIGHT = 240;
/** What the area above always keeps. */
export const KEPT_ABOVE = 220;

export interface DockState {
  readonly open: Ref<boolean>;
  readonly panel: Ref<PanelId>;
  /** In px, without the row of tabs. */
  readonly height: Ref<number>;
  /** The node whose log is shown; null means all nodes of the cluster. */
  readonly logNode: Ref<string | null>;
  /** Grows each time a panel is requested. The panel then takes the keyboard focus, even when it was already open. */
  readonly asked: Ref<number>;
  /** Opens the dock with this panel. */
  show: (panel: PanelId) => void;
  /** Opens the dock with the log of a node, or of all nodes. */
  showLogs: (node: string | null) => void;
}

const STORED = 'quorate.dock';

/** Limits a height so that both the dock and the area above stay usable. */
export function clampHeight(height: number, windowHeight: number): number {
  return Math.round(Math.max(MIN_HEIGHT, Math.min(height, windowHeight - KEPT_ABOVE)));
}

function stored(): { open: boolean; height: number } {
  const [state = '', height = ''] = (localStorage.getItem(STORED) ?? '').split(' ');
  const px = Number.parseInt(height, 10);
  return { open: state === 'open', height: Number.isFinite(px) ? px : DEFAULT_HEIGHT };
}

function makeDock(): DockState {
  const before = stored();
  const open = ref(before.open);
  const height = ref(before.height);
  const panel = ref<PanelId>('logs');
  const logNode = ref<string | null>(null);
  const asked = ref(0);
  function show(id: PanelId): void {
    panel.value = id;
    open.value = true;
    asked.value++;
  }
  watch([open, height], () => {
    localStorage.setItem(STORED, `${open.value ? 'open' : 'closed'} ${height.value}`);
  });
  return {
    open,
    panel,
    height,
    logNode,
    asked,
    show,
    showLogs: (node) => {
      logNode.value = node;
      show('logs');
    },
  };
}

let dock: DockState | null = null;

/** The window's only dock. Its size and whether it is open survive the window. */
export function useDock(): DockState {
  dock ??= makeDock();
  return dock;
}
