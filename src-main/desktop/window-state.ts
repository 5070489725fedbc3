import * as v from 'valibot';
import { writeAtomically } from '../base/files/atomic-file';
import { readRegularSync } from '../base/files/regular-file';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const stateSchema = v.object({
  bounds: v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
  maximized: v.boolean(),
});
/** The last state of a window: its bounds when it is not maximized, and whether it is. Screen coordinates. */
export type WindowState = v.InferOutput<typeof stateSchema>;

export const MIN_SIZE = { width: 800, height: 560 };
const DEFAULT_SIZE = { width: 1280, height: 800 };
/** At least this much of a window must be on a display, so that the user can grab it. */
const GRIP = { width: 160, height: 60 };
/** The offset of a second window, so that it does not cover the first. */
const CASCADE = 28;

/**
 * Where a window opens: as it was last, fitted to its display. If there is no last state, or its display is gone,
 * in the middle of the first display (the system chooses x and y). `workAreas` are those of the connected
 * displays.
 */
export function placeWindow(
  left: WindowState | null,
  workAreas: readonly Rectangle[],
): { x?: number; y?: number; width: number; height: number; maximized: boolean } {
  const area = left && workAreas.find((one) => isCaught(left.bounds, one));
  if (!area) {
    const [first] = workAreas;
    return {
      ...fitted(DEFAULT_SIZE, first ?? { ...DEFAULT_SIZE, x: 0, y: 0 }),
      maximized: left?.maximized ?? false,
    };
  }
  const size = fitted(left.bounds, area);
  return {
    x: clamp(left.bounds.x, area.x, area.x + area.width - size.width),
    y: clamp(left.bounds.y, area.y, area.y + area.height - size.height),
    ...size,
    maximized: left.maximized,
  };
}

/** The state for another window next to an open one. */
export function beside(open: WindowState): WindowState {
  const { x, y, width, height } = open.bounds;
  return { bounds: { x: x + CASCADE, y: y + CASCADE, width, height }, maximized: false };
}

/** The state last written to `file`; null when it is missing or unreadable. */
export function readWindowState(file: string): WindowState | null {
  try {
    return v.parse(stateSchema, JSON.parse(readRegularSync(file)));
  } catch {
    return null;
  }
}

/** Writes the state. On a full disk only the position is lost. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeAtomically(file, JSON.stringify(state));
  } catch {
    // The next window opens where the previous one did.
  }
}

function isCaught(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  const down = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y);
  return across >= GRIP.width && down >= GRIP.height;
}

function fitted(size: { width: number; height: number }, area: Rectangle): { width: number; height: number } {
  return {
    width: Math.min(Math.max(Math.round(size.width), MIN_SIZE.width), area.width),
    height: Math.min(Math.max(Math.round(size.height), MIN_SIZE.height), area.height),
  };
}

function clamp(value: number, from: number, to: number): number {
  return Math.round(Math.min(Math.max(value, from), to));
}
