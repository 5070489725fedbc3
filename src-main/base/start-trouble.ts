import { errorText, Failure } from './failure';
import { texts } from './texts';

/**
 * Explains in a sentence or two why the app could not start, and what to do. For a terminal or a dialog, as there
 * is no window yet.
 */
export function startTrouble(error: unknown): string {
  const say = texts.start;
  if (!(error instanceof Failure)) return say.failed(errorText(error));
  const { code, data } = error.value;
  if (code === 'DATA_FOLDER_LOCKED') return say.locked(data);
  if (code === 'DATA_FOLDER_NEWER') return say.newer(data.path);
  if (code === 'NOT_PERMITTED') return say.notPermitted(data.action, data.path);
  if (code === 'DISK_FULL') return say.diskFull(data.path);
  return say.failed(error.message);
}
