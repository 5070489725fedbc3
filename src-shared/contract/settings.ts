import * as v from 'valibot';
import { live, procedure } from './base';
import { failureValue } from './failures';

export const settingsValues = v.object({
  theme: v.picklist(['system', 'light', 'dark']),
  /** Folder or file of the user's own etcd; null to search for one. */
  etcdPath: v.nullable(v.string()),
  /** How often to ask for the members' status, in milliseconds. */
  refreshMs: v.pipe(v.number(), v.integer(), v.minValue(250), v.maxValue(60_000)),
});
export type Settings = v.InferOutput<typeof settingsValues>;

export const settingsState = v.object({
  ...settingsValues.entries,
  /**
   * FILE_SET_ASIDE when the settings were damaged, and the defaults apply. FILE_NEWER when a newer version of the app wrote the settings: the defaults apply at first, and changes last
   * until the app closes. null when changes are saved.
   */
  problem: v.nullable(failureValue),
});
export type SettingsState = v.InferOutput<typeof settingsState>;

export const settings = {
  watch: live(v.object({}), settingsState),
  /**
   * Changes the given settings, keeps the rest. Checks them as a whole, and writes them atomically if they can be
   * saved.
   */
  update: procedure.input(v.partial(settingsValues)).output(settingsValues),
};
