import type { EditorState, Extension, Range } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import {
  Decoration,
  lineNumbers,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';

/** Columns of a line of 16 bytes, "hh " each; the last space is the line end. */
const COLUMNS = 16 * 3 - 1;

/** The bytes of one line as readable text: printable ASCII, and a dot for everything else. */
function readable(line: string): string {
  const pairs = line.match(/[\da-f]{2}/gi) ?? [];
  return pairs
    .map((pair) => Number.parseInt(pair, 16))
    .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
    .join('');
}

class ReadableText extends WidgetType {
  constructor(
    private readonly text: string,
    private readonly gap: number,
  ) {
    super();
  }

  override eq(other: ReadableText): boolean {
    return other.text === this.text && other.gap === this.gap;
  }

  override toDOM(): HTMLElement {
    const span = document.createElement('span');
    span.className = 'cm-hexText';
    span.style.marginLeft = `${this.gap}ch`;
    span.textContent = this.text;
    span.setAttribute('aria-hidden', 'true');
    return span;
  }
}

function readableTexts(view: EditorView): DecorationSet {
  const widgets: Range<Decoration>[] = [];
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to;) {
      const line = view.state.doc.lineAt(at);
      const gap = Math.max(2, COLUMNS + 2 - line.length);
      const widget = new ReadableText(readable(line.text), gap);
      if (line.length > 0) widgets.push(Decoration.widget({ widget, side: 1 }).range(line.to));
      at = line.to + 1;
    }
  }
  return Decoration.set(widgets);
}

/** Exact while one space or line end follows each byte, as in `toHex`: three characters per byte. */
function offsetOf(lineNumber: number, state: EditorState): string {
  const line = Math.min(lineNumber, state.doc.lines);
  return Math.floor(state.doc.line(line).from / 3)
    .toString(16)
    .padStart(6, '0');
}

/** A hex editor's frame around lines of hex digits: offsets before them, readable text after them. */
export const hexFrame: Extension = [
  lineNumbers({ formatNumber: offsetOf }),
  ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = readableTexts(view);
      }
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged) this.decorations = readableTexts(update.view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  ),
];
