import { errorText, Failure } from './failure';

/**
 * Why the app could not start, in a sentence or two with what to do: for a terminal or a dialog, where there is no
 * window yet to say it in.
 */
export function startTrouble(error: unknown): string {
  if (!(error instanceof Failure)) return `Quorate could not start: ${errorText(error)}`;
  const { code, data } = error.value;
  if (code === 'DATA_FOLDER_LOCKED') {
    const who = data.host === 'serve' ? 'as a server for a browser' : 'in a window';
    return (
      `Quorate already runs ${who} (process ${data.pid}) with the data folder ${data.path}. ` +
      'Use that one, or end it first; QUORATE_DATA names another folder.'
    );
  }
  if (code === 'DATA_FOLDER_NEWER') {
    return (
      `The data folder ${data.path} was written by a newer version of Quorate. ` +
      'Start that version; QUORATE_DATA names another folder.'
    );
  }
  if (code === 'NOT_PERMITTED') {
    return `Quorate may not ${data.action} ${data.path}. Check who owns it and its permissions.`;
  }
  if (code === 'DISK_FULL') return `There is no space left for ${data.path}.`;
  return `Quorate could not start: ${error.message}`;
}
