import { t } from '../i18n/text';
import { useConnection } from '../connection/current';
import type { MenuItem } from '../ui/overlays/menu';
import { type Action, type ActionRules, commandsOf, hindranceOf, menuOf } from './action';
import type { Command } from './commands';

/** The actions on one kind of subject, ready for any part that shows them. */
export interface Actions<Subject> {
  /** As a menu: all that make sense for the subject, or only those named. */
  menu: (subject: Subject, only?: readonly string[]) => readonly MenuItem[];
  /** As palette commands; none while `subject` is null. */
  commands: (group: string, subject: Subject | null) => readonly Command[];
  /** Why an action is impossible now; null when it is possible. */
  hindrance: (id: string, subject: Subject) => string | null;
  /** Runs an action if it makes sense and is possible; returns whether it did. */
  run: (id: string, subject: Subject) => boolean;
}

/** Applies the rules of the current connection to `all`. The ids of their commands start with `area`. */
export function useActions<S>(area: string, all: readonly Action<S>[]): Actions<S> {
  const connection = useConnection();
  const rules = (): ActionRules => ({ readOnly: connection.readOnly ? t('ui.readOnly') : null });
  const find = (id: string) => all.find((action) => action.id === id);

  const hindrance = (id: string, subject: S) => {
    const action = find(id);
    return action ? hindranceOf(action, subject, rules()) : null;
  };
  return {
    menu: (subject, only) => menuOf(only ? all.filter(({ id }) => only.includes(id)) : all, subject, rules()),
    commands: (group, subject) => commandsOf(area, group, all, subject, rules()),
    hindrance,
    run: (id, subject) => {
      const action = find(id);
      if (!action || action.applies?.(subject) === false || hindrance(id, subject) !== null) return false;
      action.run(subject);
      return true;
    },
  };
}
