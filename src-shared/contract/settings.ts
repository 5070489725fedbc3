import * as v from 'valibot';
import { live, procedure } from './base';

export const settingsState = v.object({
  theme: v.picklist(['system', 'light', 'dark']),
  /** Folder or file of the user's own etcd; null to search. */
  etcdPath: v.nullable(v.string()),
  /** How often member status is asked for, milliseconds. */
  refreshMs: v.pipe(v.number(), v.integer(), v.minValue(250), v.maxValue(60_000)),
});
export type Settings = v.InferOutput<typeof settingsState>;

export const settings = {
  watch: live(v.object({}), settingsState),
  /** Changes what is given, keeps the rest; checked as a whole, written atomically. */
  update: procedure.input(v.partial(settingsState)).output(settingsState),
};
