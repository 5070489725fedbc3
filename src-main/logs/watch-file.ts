import type { FSWatcher } from 'node:fs';
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Disposable } from '../base/lifecycle';

/** How long a change can go unseen where the system does not report it (inotify used up, a network folder). */
const POLL_UNWATCHED_MS = 250;
/** With reports this is only the net below: it finds the folder when it is made, and what a report missed. */
const POLL_WATCHED_MS = 1000;

/**
 * Calls `changed` when the file at `path` may have changed: within a millisecond or so of a write, by the
 * system's report about its folder, else at the next poll. Neither file nor folder need exist yet.
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
        // Its own name: the folder was moved or deleted, and the watcher with it.
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
