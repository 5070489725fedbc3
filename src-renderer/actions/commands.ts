import { computed, onScopeDispose, shallowReactive, toValue, type MaybeRefOrGetter } from 'vue';
import { isShortcut, type KeyPress } from './shortcut';

/** Something the user can do from anywhere: by a shortcut, in the palette, from a menu. */
export interface Command {
  /** Unique, such as `dock.toggle`. */
  readonly id: string;
  /** In the user's words. */
  readonly title: string;
  /** Its heading in the palette. */
  readonly group?: string | undefined;
  /** See `shortcut.ts`. */
  readonly shortcut?: string | undefined;
  readonly run: () => void;
  /** Whether it can run now. If not, it is hidden and its shortcut does nothing. */
  readonly enabled?: (() => boolean) | undefined;
}

const sources = shallowReactive(new Set<MaybeRefOrGetter<readonly Command[]>>());

/** The commands that can run now, in order of registration; if two share an id, the later one wins. */
export const commands = computed(() => {
  const byId = new Map<string, Command>();
  for (const source of sources) for (const command of toValue(source)) byId.set(command.id, command);
  return [...byId.values()].filter((command) => command.enabled?.() ?? true);
});

/**
 * Adds commands until the effect scope ends. A getter makes them follow the state it reads (such as one
 * command per cluster).
 */
export function registerCommands(source: MaybeRefOrGetter<readonly Command[]>): void {
  sources.add(source);
  onScopeDispose(() => sources.delete(source));
}

/** Runs a command by its id; false when it is missing or cannot run now. */
export function runCommand(id: string): boolean {
  const command = commands.value.find((each) => each.id === id);
  command?.run();
  return command !== undefined;
}

/** Runs the command with this shortcut; false when there is none. */
export function runShortcut(press: KeyPress): boolean {
  const command = commands.value.find(
    ({ shortcut }) => shortcut !== undefined && isShortcut(shortcut, press),
  );
  command?.run();
  return command !== undefined;
}

/** Listens for shortcuts on the whole window until the effect scope ends. A modal dialog keeps its keys. */
export function listenForShortcuts(): void {
  const onKeydown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('[role="dialog"][data-state="open"]')) return;
    if (runShortcut(event)) event.preventDefault();
  };
  window.addEventListener('keydown', onKeydown);
  onScopeDispose(() => window.removeEventListener('keydown', onKeydown));
}
