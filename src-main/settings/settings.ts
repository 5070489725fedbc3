import { join } from 'node:path';
import { type Settings, settingsValues, type SettingsState } from '@shared/contract/settings';
import * as v from 'valibot';
import { Failure } from '../base/failure';
import { FileFormat } from '../base/files/file-format';
import { KeptFile } from '../base/files/kept-file';
import { inputReason } from '../base/input-reason';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';

export const defaultSettings: Settings = { theme: 'system', etcdPath: null, refreshMs: 1000 };

/** The settings on disk. Settings that a later version adds are missing there and get their default. */
const stored = v.partial(settingsValues);

/** `settings.json`. To change it, see `FileFormat`. The first apps wrote no version. */
const settingsFormat = FileFormat.first(stored);

/** Some of the settings; undefined ones stay unchanged. */
export type SettingsChange = v.InferOutput<typeof stored>;

/** The user's settings, in `settings.json` of the data folder. */
export class SettingsStore {
  readonly #file: KeptFile<SettingsChange>;
  readonly #state: LiveValue<SettingsState>;

  /**
   * Reads the settings from the data folder. Renames an unreadable file to `settings.broken-DATE.json` and uses
   * the defaults. Uses the defaults, too, when a newer app wrote the file: the file stays unchanged, and changes
   * last only as long as this store.
   */
  constructor(dataFolder: string, log: Log, now: () => Date = () => new Date()) {
    const path = join(dataFolder, 'settings.json');
    this.#file = new KeptFile({ path, format: settingsFormat, what: 'settings', log, now });
    const settings = changed(defaultSettings, this.#file.content ?? {});
    this.#state = new LiveValue(this.#stateOf(settings));
  }

  get state(): Live<SettingsState> {
    return this.#state;
  }

  /**
   * Changes the given settings and keeps the rest. Writes them atomically before it returns, unless a newer app
   * wrote the file. Errors: BAD_INPUT for a value that is not allowed, DISK_FULL and NOT_PERMITTED.
   */
  update(change: SettingsChange): Settings {
    const result = v.safeParse(settingsValues, changed(this.#state.value, change));
    if (!result.success) {
      const [issue] = result.issues;
      throw new Failure('BAD_INPUT', { field: v.getDotPath(issue) ?? '', reason: inputReason(issue) });
    }
    if (!this.#file.newer) this.#file.write(result.output);
    this.#state.value = this.#stateOf(result.output);
    return result.output;
  }

  #stateOf(settings: Settings): SettingsState {
    return { ...settings, problem: this.#file.problem?.value ?? null };
  }
}

function changed(settings: Settings, change: SettingsChange): Settings {
  return {
    theme: change.theme ?? settings.theme,
    etcdPath: change.etcdPath === undefined ? settings.etcdPath : change.etcdPath,
    refreshMs: change.refreshMs ?? settings.refreshMs,
  };
}
