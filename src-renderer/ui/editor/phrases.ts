import { t, type TextKey } from '../../i18n/text';

/** CodeMirror's own words, by its names for them, and ours. */
const names: Readonly<Record<string, TextKey>> = {
  Find: 'ui.editor.find',
  Replace: 'ui.editor.replaceWith',
  next: 'ui.editor.next',
  previous: 'ui.editor.previous',
  all: 'ui.editor.all',
  'match case': 'ui.editor.matchCase',
  regexp: 'ui.editor.regexp',
  'by word': 'ui.editor.byWord',
  replace: 'ui.editor.replace',
  'replace all': 'ui.editor.replaceAll',
  close: 'ui.editor.close',
  'current match': 'ui.editor.currentMatch',
  'on line': 'ui.editor.onLine',
  'replaced match on line $': 'ui.editor.replacedOnLine',
  'replaced $ matches': 'ui.editor.replaced',
  'Go to line': 'ui.editor.goToLine',
  go: 'ui.editor.go',
  'Control character': 'ui.editor.controlCharacter',
  'folded code': 'ui.editor.folded',
  unfold: 'ui.editor.unfold',
  to: 'ui.editor.to',
  'Folded lines': 'ui.editor.foldedLines',
  'Unfolded lines': 'ui.editor.unfoldedLines',
  'Fold line': 'ui.editor.foldLine',
  'Unfold line': 'ui.editor.unfoldLine',
  'Selection deleted': 'ui.editor.selectionDeleted',
  '$ unchanged lines': 'ui.editor.unchangedLines',
};

/** CodeMirror's phrases in the user's language, for `EditorState.phrases`. */
export function useEditorPhrases(): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(names).map(([phrase, name]) => [phrase, t(name)]));
}
