import { useI18n } from 'vue-i18n';

/** CodeMirror's own words, by its names for them, and ours. */
const names = {
  Find: 'find',
  Replace: 'replaceWith',
  next: 'next',
  previous: 'previous',
  all: 'all',
  'match case': 'matchCase',
  regexp: 'regexp',
  'by word': 'byWord',
  replace: 'replace',
  'replace all': 'replaceAll',
  close: 'close',
  'current match': 'currentMatch',
  'on line': 'onLine',
  'replaced match on line $': 'replacedOnLine',
  'replaced $ matches': 'replaced',
  'Go to line': 'goToLine',
  go: 'go',
  'Control character': 'controlCharacter',
  'folded code': 'folded',
  unfold: 'unfold',
  to: 'to',
  'Folded lines': 'foldedLines',
  'Unfolded lines': 'unfoldedLines',
  'Fold line': 'foldLine',
  'Unfold line': 'unfoldLine',
  'Selection deleted': 'selectionDeleted',
  '$ unchanged lines': 'unchangedLines',
} as const;

/** Its words in the user's language, for `EditorState.phrases`. */
export function useEditorPhrases(): Readonly<Record<string, string>> {
  const { t } = useI18n();
  return Object.fromEntries(Object.entries(names).map(([phrase, name]) => [phrase, t(`ui.editor.${name}`)]));
}
