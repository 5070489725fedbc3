import { EditorSelection, type StateCommand } from '@codemirror/state';

/**
 * Begins a new line as the text does: with "\r\n" where the line, or the one before it, ends with it. Leaves any other text to
 * the next command. A "\r" is an ordinary character here (see `basics`), so the cursor may stand on either side of it.
 */
export const insertCrlf: StateCommand = ({ state, dispatch }) => {
  const line = state.doc.lineAt(state.selection.main.head);
  const before = line.number > 1 ? state.doc.line(line.number - 1) : line;
  if (state.readOnly || ![line, before].some(({ text }) => text.endsWith('\r'))) return false;
  const change = state.changeByRange(({ from, to }) => {
    const isAfterCr =
      from === to && state.sliceDoc(from - 1, from) === '\r' && state.sliceDoc(from, from + 1) !== '';
    // Between the two characters of a line end, the new line's own "\r" goes behind the cursor.
    const insert = state.toText(isAfterCr ? '\n\r' : '\r\n');
    return {
      changes: { from, to, insert },
      range: EditorSelection.cursor(from + (isAfterCr ? 1 : 2)),
    };
  });
  dispatch(state.update(change, { scrollIntoView: true, userEvent: 'input' }));
  return true;
};
