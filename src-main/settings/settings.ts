import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { settingsState as settingsSchema, type Settings } from '@shared/contract/settings';
import * as v from 'valibot';
import { writeAtomically } from '../base/atomic-file';
import { errorText, Failure, systemErrorCode } from '../base/failure';
import { type Live, LiveValue } from '../base/live';
import type { Log } from '../base/log';

export const defaultSettings: Settings = { theme: 'system', etcdPath: null, refreshMs: 1000 };

/** What is on disk: settings that a later version adds are missing there, and get their default. */
const stored = v.partial(settingsSchema);

/** Some of the settings; what is undefined stays as it is. */
export type SettingsChange = v.InferOutput<typeof stored>;

/** The user's settings, in `settings.json` of the data folder. */
export class SettingsStore {
  readonly #file: string;
  readonly #state: LiveValue<Settings>;

  /**
   * Reads the settings of the data folder. A file that cannot be read as settings is set aside as
   * `settings.broken-DATE.json`, and the defaults hold.
   */
  constructor(dataFolder: string, log: Log, now: () => Date = () => new Date()) {
    this.#file = join(dataFolder, 'settings.json');
    this.#state = new LiveValue(changed(defaultSettings, read(this.#file, log, now)));
  }

  get state(): Live<Settings> {
    return this.#state;
  }

  /**
   * Changes what is given, keeps the rest; written atomically before it returns. Errors: BAD_INPUT for a value that is
   * not allowed, DISK_FULL and NOT_PERMITTED.
   */
  update(change: SettingsChange): Settings {
    const result = v.safeParse(settingsSchema, changed(this.#state.value, change));
    if (!result.success) {
      const [issue] = result.issues;
      throw new Failure('BAD_INPUT', { field: v.getDotPath(issue) ?? '', reason: issue.message });
    }
    this.#write(result.output);
    this.#state.value = result.output;
    return result.output;
  }

  #write(settings: Settings): void {
    try {
      writeAtomically(this.#file, `${JSON.stringify(settings, null, 2)}\n`);
    } catch (error) {
      const code = systemErrorCode(error);
      const path = this.#file;
      if (code === 'ENOSPC' || code === 'EDQUOT') throw new Failure('DISK_FULL', { path }, { cause: error });
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
        throw new Failure('NOT_PERMITTED', { path, action: 'write the settings' }, { cause: error });
      throw error;
    }
  }
}

function changed(settings: Settings, change: SettingsChange): Settings {
  return {
    theme: change.theme ?? settings.theme,
    etcdPath: change.etcdPath === undefined ? settings.etcdPath : change.etcdPath,
    refreshMs: change.refreshMs ?? settings.refreshMs,
  };
}

function read(file: string, log: Log, now: () => Date): SettingsChange {
  if (!existsSync(file)) return {};
  try {
    return v.parse(stored, JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const aside = file.replace(/\.json$/, `.broken-${now().toISOString().replaceAll(':', '-')}.json`);
    renameSync(file, aside);
    log.warn('the settings could not be read; they were set aside and the defaults hold', {
      aside,
      reason: errorText(error),
    });
    return {};
  }
}
