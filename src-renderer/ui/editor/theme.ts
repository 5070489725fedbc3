import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** A tint of one of our colours. */
const tint = (token: string, percent: number) =>
  `color-mix(in srgb, var(--${token}) ${percent}%, transparent)`;

/* Our tokens follow the theme by themselves, so one editor theme serves both. */
const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'transparent', fontSize: '12px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '6px 0' },
  // As wide as there is room, whatever is in it: the browser needs a second to find out how narrow a line of a megabyte could be.
  '.cm-lineWrapping': { minWidth: '0', flexBasis: '0' },
  '.cm-line': { padding: '0 10px 0 6px' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: tint('accent', 28),
  },
  '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--ink-faint)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 4px 0 10px', minWidth: '34px' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLineGutter': { color: 'var(--ink)' },
  '.cm-foldGutter .cm-gutterElement': { color: 'var(--ink-faint)', cursor: 'default' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--sunken)',
    border: '1px solid var(--line-strong)',
    color: 'var(--ink-muted)',
    padding: '0 4px',
  },
  '.cm-specialChar': { color: 'var(--warn)' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: tint('accent', 20), color: 'inherit' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: tint('danger', 25), color: 'inherit' },
  '.cm-selectionMatch': { backgroundColor: tint('accent', 14) },
  '.cm-searchMatch': { backgroundColor: tint('warn', 25), outline: 'none' },
  '.cm-searchMatch-selected': { backgroundColor: tint('warn', 55) },
  '.cm-hexText': { color: 'var(--ink-faint)', whiteSpace: 'pre', userSelect: 'none' },
});

const panels = EditorView.theme({
  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)', fontFamily: 'var(--font-sans)' },
  '.cm-panels.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-panels.cm-panels-bottom': { borderTop: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: '6px 28px 6px 8px', fontSize: '12px' },
  '.cm-panel.cm-search label': { fontSize: '12px', color: 'var(--ink-muted)' },
  '.cm-panel.cm-search input[type=checkbox]': { accentColor: 'var(--accent)', verticalAlign: '-2px' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--ink-muted)', fontSize: '16px', padding: '2px 6px' },
  '.cm-textfield': {
    height: '24px',
    padding: '0 6px',
    backgroundColor: 'var(--canvas)',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    color: 'var(--ink)',
    fontFamily: 'var(--font-mono)',
    fontSize: '12px',
  },
  '.cm-button': {
    height: '24px',
    padding: '0 8px',
    background: 'var(--surface)',
    border: '1px solid var(--line-strong)',
    borderRadius: '4px',
    color: 'var(--ink)',
    fontSize: '12px',
  },
  '.cm-button:hover': { background: 'var(--hover)' },
});

const tokens = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--syntax-name)' },
  { tag: tags.string, color: 'var(--syntax-string)' },
  { tag: tags.number, color: 'var(--syntax-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--syntax-word)' },
  { tag: [tags.separator, tags.squareBracket, tags.brace], color: 'var(--ink-muted)' },
  { tag: tags.invalid, color: 'var(--danger)', textDecoration: 'underline wavy' },
]);

/** The look of every editor, from the tokens in styles/tokens.css. */
export const editorTheme: Extension = [look, panels, syntaxHighlighting(tokens)];

const removed = { backgroundColor: tint('danger', 9) };
const added = { backgroundColor: tint('ok', 9) };
const removedText = { background: tint('danger', 28), borderRadius: '2px' };
const addedText = { background: tint('ok', 28), borderRadius: '2px' };

/** The look of a diff, on top of the rest: removed is red and on the left or above, added is green. */
export const diffTheme: Extension = EditorView.theme({
  '&': { height: 'auto' },
  '&.cm-merge-a .cm-changedLine, & .cm-deletedChunk': removed,
  '&.cm-merge-b .cm-changedLine, & .cm-inlineChangedLine': added,
  '&.cm-merge-a .cm-changedText, & .cm-deletedChunk .cm-deletedText': removedText,
  '&.cm-merge-b .cm-changedText': addedText,
  '&.cm-merge-b .cm-deletedText': removedText,
  '& .cm-deletedChunk': { paddingLeft: '6px' },
  '&.cm-merge-a .cm-changedLineGutter, & .cm-deletedLineGutter': { background: 'var(--danger)' },
  '&.cm-merge-b .cm-changedLineGutter, & .cm-inlineChangedLineGutter': { background: 'var(--ok)' },
  '& .cm-collapsedLines': {
    padding: '3px 10px',
    background: 'var(--sunken)',
    color: 'var(--ink-faint)',
    fontFamily: 'var(--font-sans)',
    fontSize: '11px',
  },
});
