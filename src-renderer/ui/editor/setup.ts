import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, foldGutter, foldKeymap } from '@codemirror/language';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { hexFrame } from './hex';
import { editorTheme } from './theme';

/** What is edited: plain text, JSON, or lines of hex digits. */
export type EditorLanguage = 'text' | 'json' | 'hex';

/**
 * What every editor and both sides of a diff have. The only line end is "\n": with any other, a value that has "\r" in
 * it would lose it (CodeMirror makes one kind of all line ends otherwise).
 */
export function basics(phrases: Readonly<Record<string, string>>): Extension {
  return [
    EditorState.lineSeparator.of('\n'),
    EditorState.phrases.of(phrases),
    highlightSpecialChars(),
    drawSelection(),
    highlightSelectionMatches(),
    search({ top: true }),
    editorTheme,
  ];
}

/** Tab is left to the page: it leads out of the editor, as out of any field. */
export const editing: Extension = [
  history(),
  highlightActiveLineGutter(),
  keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap]),
];

/** For what is only read: it can still be searched, and walked through by keyboard. */
export const reading: Extension = keymap.of([...defaultKeymap, ...searchKeymap, ...foldKeymap]);

export function languageOf(language: EditorLanguage): Extension {
  switch (language) {
    case 'text':
      return [lineNumbers(), EditorView.lineWrapping];
    case 'json':
      return [lineNumbers(), foldGutter(), bracketMatching(), json(), EditorView.lineWrapping];
    case 'hex':
      return hexFrame;
  }
}
