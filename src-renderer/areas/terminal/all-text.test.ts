import { expect, it } from 'vitest';
import { allText, type Lines } from './all-text';

/** Lines of ten columns; a line that starts with `+` continues the previous one. */
function lines(...rows: string[]): Lines {
  return {
    length: rows.length,
    getLine(index) {
      const row = rows[index];
      if (row === undefined) return undefined;
      const full = row.replace(/^\+/, '').padEnd(10);
      return {
        isWrapped: row.startsWith('+'),
        translateToString: (trimRight) => (trimRight ? full.trimEnd() : full),
      };
    },
  };
}

it.each([
  [['one', 'two', '', ''], 'one\ntwo'],
  [['$ a long co', '+mmand', 'its answer'], '$ a long command\nits answer'],
  [['ends in   ', '+blanks'], 'ends in   blanks'],
  [['', '  indented'], '\n  indented'],
  [['', ''], ''],
])('%j is the text %j', (rows, text) => {
  expect(allText(lines(...rows))).toBe(text);
});
