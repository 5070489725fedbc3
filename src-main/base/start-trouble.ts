import { errorText, Failure, systemErrorCode } from './failure';
import { texts } from './texts';

/**
 * Explains in a sentence or two why the app could not start, and what to do. For a terminal or a dialog, as there
 * is no window yet.
 */
export function startTrouble(error: unknown): string {
  const say = texts.start;
  if (!(error instanceof Failure)) return systemTrouble(error) ?? say.failed(errorText(error));
  const { code, data } = error.value;
  if (code === 'DATA_FOLDER_LOCKED') return say.locked(data);
  if (code === 'DATA_FOLDER_NEWER') return say.newer(data.path);
  if (code === 'NOT_PERMITTED') return say.notPermitted(data.action, data.path);
  if (code === 'DISK_FULL') return say.diskFull(data.path);
  if (code === 'PATH_TAKEN') return say.otherKind(data.path);
  return say.failed(error.message);
}

/** What stands in the way is named by the errors of Node's file system; null for any other error. */
function systemTrouble(error: unknown): string | null {
  const code = systemErrorCode(error);
  const path =
    error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null;
  if (code === null || path === null) return null;
  const { start } = texts;
  if (['EISDIR', 'ENOTDIR', 'EEXIST'].includes(code)) return start.otherKind(path);
  if (code === 'ENOENT' || code === 'ELOOP') return start.leadsNowhere(path);
  return start.systemSays(path, errorText(error));
}
