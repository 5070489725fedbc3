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
import { insertCrlf } from './line-ends';
import { editorTheme } from './theme';

/** The kind of content: plain text, JSON, or lines of hex digits. */
export type EditorLanguage = 'text' | 'json' | 'hex';

/**
 * What every editor and both sides of a diff share. "\n" is the only line end; otherwise a value that
 * contains "\r" would lose it, because CodeMirror normalises line ends.
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

/** Tab is left to the page, so it leaves the editor like any field. */
export const editing: Extension = [
  history(),
  highlightActiveLineGutter(),
  keymap.of([
    { key: 'Enter', run: insertCrlf, shift: insertCrlf },
    ...defaultKeymap,
    ...searchKeymap,
    ...historyKeymap,
    ...foldKeymap,
  ]),
];

/** For read-only text: searchable, and navigable by keyboard. */
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
