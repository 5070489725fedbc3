import type { Component } from 'vue';
import type { MenuItem } from '../ui/overlays/menu';
import { shortcutText } from './shortcut';
import type { Command } from './commands';

/**
 * Something a user can do with a subject (a key, a lease, a node), defined once. Menus, context menus,
 * toolbars and the palette all use this definition, so they agree on its name, on when it is possible and on
 * why it is not.
 */
export interface Action<Subject> {
  /** Unique among the actions on this kind of subject. */
  readonly id: string;
  /** Its name where the subject is visible. */
  readonly title: (subject: Subject) => string;
  /** Its name in the palette, where the subject is not visible. Without it, the action is not in the palette. */
  readonly command?: string;
  /** What it does, in a few words. */
  readonly hint?: (subject: Subject) => string;
  readonly icon?: Component;
  /** See `shortcut.ts`. */
  readonly shortcut?: string;
  /** Whether it changes data in etcd: a read-only connection refuses it. */
  readonly writes?: boolean;
  /** Whether it destroys something: it is shown in red. */
  readonly destroys?: boolean;
  /** Whether it makes sense for the subject; otherwise it is hidden. */
  readonly applies?: (subject: Subject) => boolean;
  /** Why it is impossible now, as a sentence; null when it is possible. */
  readonly hindrance?: (subject: Subject) => string | null;
  /** Whether an action that switches something is on. */
  readonly checked?: (subject: Subject) => boolean;
  /** Menus draw a line between sections. */
  readonly section: string;
  readonly run: (subject: Subject) => void;
}

/** Rules that apply to all actions of a window. */
export interface ActionRules {
  /** The sentence that refuses writes; null when the connection allows them. */
  readonly readOnly: string | null;
}

/** Why an action is impossible now; null when it is possible. */
export function hindranceOf<S>(action: Action<S>, subject: S, { readOnly }: ActionRules): string | null {
  return action.writes && readOnly !== null ? readOnly : (action.hindrance?.(subject) ?? null);
}

/** The actions that make sense for a subject, as menu entries. A disabled entry says why. */
export function menuOf<S>(
  actions: readonly Action<S>[],
  subject: S,
  rules: ActionRules,
): readonly MenuItem[] {
  const shown = actions.filter((action) => action.applies?.(subject) ?? true);
  return shown.flatMap((action, index): readonly MenuItem[] => {
    const before = shown[index - 1];
    const entry = entryOf(action, subject, rules);
    return before && before.section !== action.section ? [{ kind: 'separator' }, entry] : [entry];
  });
}

function entryOf<S>(action: Action<S>, subject: S, rules: ActionRules): MenuItem {
  const hindrance = hindranceOf(action, subject, rules);
  const said = {
    id: action.id,
    label: action.title(subject),
    hint: hindrance ?? action.hint?.(subject),
    disabled: hindrance !== null,
    run: () => action.run(subject),
  };
  if (action.checked) return { ...said, kind: 'check', checked: action.checked(subject) };
  return {
    ...said,
    kind: 'item',
    icon: action.icon,
    shortcut: action.shortcut === undefined ? undefined : shortcutText(action.shortcut),
    danger: action.destroys,
  };
}

/** The palette's commands for a subject; none while there is no subject. Their ids start with `area`. */
export function commandsOf<S>(
  area: string,
  group: string,
  actions: readonly Action<S>[],
  subject: S | null,
  rules: ActionRules,
): readonly Command[] {
  if (subject === null) return [];
  return actions.flatMap((action): readonly Command[] => {
    if (action.command === undefined || action.applies?.(subject) === false) return [];
    return [
      {
        id: `${area}.${action.id}`,
        title: action.command,
        group,
        shortcut: action.shortcut,
        enabled: () => hindranceOf(action, subject, rules) === null,
        run: () => action.run(subject),
      },
    ];
  });
}
