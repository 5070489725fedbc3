import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../base/lifecycle';

/** How long a change can go unnoticed where the system does not report it (inotify exhausted, a network folder). */
const POLL_UNWATCHED_MS = 250;
/**
 * With reports, polling is only a safety net: it notices when the folder is created, and changes that a report
 * missed.
 */
const POLL_WATCHED_MS = 1000;

/**
 * Calls `changed` when the file at `path` may have changed: within about a millisecond of a write where the system
 * reports changes in its folder, else at the next poll. Neither the file nor the folder need exist yet.
 */
export function watchFile(path: string, changed: () => void): Disposable {
  const folder = dirname(path);
  const name = basename(path);
  let watcher: FSWatcher | null = null;
  let timer: NodeJS.Timeout | null = null;

  const close = () => {
    watcher?.close();
    watcher = null;
  };
  const tryToWatch = () => {
    try {
      watcher = watch(folder, { persistent: false }, (event, about) => {
        if (about === null || about === name) changed();
        // An event about the folder itself: it was moved or deleted, and the watcher with it.
        if (event === 'rename' && about === basename(folder)) close();
      });
      watcher.on('error', close);
    } catch {
      watcher = null;
    }
  };
  const poll = () => {
    if (!watcher) tryToWatch();
    changed();
    timer = setTimeout(poll, watcher ? POLL_WATCHED_MS : POLL_UNWATCHED_MS);
    timer.unref();
  };
  poll();
  return {
    dispose: () => {
      close();
      if (timer) clearTimeout(timer);
    },
  };
}
