import { EditorState } from '@codemirror/state';
import { expect, test } from 'vitest';
import { insertCrlf } from './line-ends';

/** Presses Enter at the bar; null when the command leaves it to the next one. */
function enterIn(marked: string): string | null {
  const at = marked.indexOf('|');
  const state = EditorState.create({
    doc: marked.replace('|', ''),
    selection: { anchor: at },
    extensions: EditorState.lineSeparator.of('\n'),
  });
  const after: EditorState[] = [];
  insertCrlf({ state, dispatch: (transaction) => after.push(transaction.state) });
  const [now] = after;
  if (!now) return null;
  const { head } = now.selection.main;
  return `${now.sliceDoc(0, head)}|${now.sliceDoc(head)}`;
}

test.each([
  ['in the middle of a line', 'a|b\r\nc', 'a\r\n|b\r\nc'],
  ['before the end of a line', 'a|\r\nc', 'a\r\n|\r\nc'],
  ['within the end of a line', 'a\r|\nc', 'a\r\n|\r\nc'],
  ['at the start of a line', 'a\r\n|c', 'a\r\n\r\n|c'],
  ['at the end of the text', 'a\r\nc|', 'a\r\nc\r\n|'],
])('Enter in a text with CRLF inserts CRLF %s', (_where, before, after) => {
  expect(enterIn(before)).toBe(after);
});

test('Enter in a text with LF alone is left to the next command', () => {
  expect(enterIn('a|b\nc')).toBeNull();
  expect(enterIn('|')).toBeNull();
});
