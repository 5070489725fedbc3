import { t } from '../i18n/text';
import { useConnection } from '../connection/current';
import type { MenuItem } from '../ui/overlays/menu';
import { type Action, type ActionRules, commandsOf, hindranceOf, menuOf } from './action';
import type { Command } from './commands';

/** The actions on one kind of subject, ready for whatever shows them. */
export interface Actions<Subject> {
  /** As a menu: all that make sense for the subject, or those named. */
  menu: (subject: Subject, only?: readonly string[]) => readonly MenuItem[];
  /** As commands of the palette; none while `subject` is null. */
  commands: (group: string, subject: Subject | null) => readonly Command[];
  /** Why one cannot be done now; null when it can. */
  hindrance: (id: string, subject: Subject) => string | null;
  /** Does one, if it makes sense and can be done; tells whether it did. */
  run: (id: string, subject: Subject) => boolean;
}

/** Puts `all` to use under the rules of the connection that is shown. `area` begins the ids of their commands. */
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
