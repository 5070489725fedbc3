import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { WebglAddon } from '@xterm/addon-webgl';
import { type IDisposable, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { copyText } from '../../ui/clipboard';
import { allText } from './all-text';
import { keyAction } from './keys';
import { fontFamily, hitColours, onTheme, themeOf } from './look';
import { isWebLink, openLink } from './links';
import type { OutputSink } from './output';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenEvents {
  /** Bytes the user typed or pasted. */
  typed(data: Uint8Array): void;
  resized(size: ScreenSize): void;
  /** The title the shell gives itself. */
  titled(title: string): void;
  /** The user wants to move the focus elsewhere. */
  left(): void;
  /** The user wants to search. */
  search(): void;
  /** The user clicked a web link whose text may be anything. */
  follow(uri: string): void;
  found(result: { index: number; count: number }): void;
}

export interface ScreenText {
  /** Its accessible name. */
  readonly label: string;
  /** The text shown in place of dropped output. */
  readonly missed: (bytes: number) => string;
}

/** Lines of scrollback. */
const LINES = 10_000;

/**
 * The visible side of a terminal. It lives as long as its shell's tab, in an element of its own that moves
 * into whichever panel shows it, so output, selection and scroll position are kept.
 */
export class Screen implements OutputSink {
  readonly #element = document.createElement('div');
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #search = new SearchAddon({ highlightLimit: 1000 });
  readonly #events: ScreenEvents;
  readonly #text: ScreenText;
  readonly #ends: (() => void)[] = [];
  /** While old output is shown, queries that programs sent to the terminal back then are not answered again. */
  #silent = false;
  #gpu: IDisposable | null = null;
  #shown: ResizeObserver | null = null;

  constructor(text: ScreenText, events: ScreenEvents) {
    this.#text = text;
    this.#events = events;
    this.#element.className = 'h-full';
    this.#terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: fontFamily(),
      fontSize: 12,
      lineHeight: 1.2,
      // The text of such a link says nothing of where it leads (OSC 8).
      linkHandler: {
        activate: (_event, uri) => {
          if (isWebLink(uri)) this.#events.follow(uri);
        },
        hover: (_event, uri) => (this.#element.title = uri),
        leave: () => (this.#element.title = ''),
      },
      minimumContrastRatio: 4.5,
      scrollback: LINES,
      theme: themeOf(),
    });
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.loadAddon(this.#search);
    this.#terminal.loadAddon(new WebLinksAddon((_event, uri) => openLink(uri)));
    this.#listen();
    this.#ends.push(onTheme(() => (this.#terminal.options.theme = themeOf())));
  }

  get size(): ScreenSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** Shows it in `host`, which must have a size, until `hide`. */
  mount(host: HTMLElement): void {
    host.append(this.#element);
    if (this.#terminal.element) this.#terminal.refresh(0, this.#terminal.rows - 1);
    else this.#open();
    this.#useGpu();
    this.#fit.fit();
    this.#shown = new ResizeObserver(() => this.#fit.fit());
    this.#shown.observe(host);
  }

  /** Keeps reading, but shows nothing. */
  hide(): void {
    this.#shown?.disconnect();
    this.#gpu?.dispose();
    this.#gpu = null;
    this.#element.remove();
  }

  focus(): void {
    this.#terminal.focus();
  }

  async show(data: Uint8Array, past: boolean): Promise<void> {
    this.#silent = past;
    await new Promise<void>((resolve) => this.#terminal.write(data, resolve));
    this.#silent = false;
  }

  missed(bytes: number): void {
    this.#terminal.reset();
    this.#terminal.write(`\u001b[2m${this.#text.missed(bytes)}\u001b[0m\r\n`);
  }

  /** All output that is kept. */
  get text(): string {
    return allText(this.#terminal.buffer.active);
  }

  /** Highlights matches, and moves to the next or previous one. */
  find(text: string, direction: 'next' | 'previous', incremental: boolean): void {
    const decorations = hitColours();
    if (text === '') this.endFind();
    else if (direction === 'next') this.#search.findNext(text, { decorations, incremental });
    else this.#search.findPrevious(text, { decorations });
  }

  endFind(): void {
    this.#search.clearDecorations();
    this.#terminal.clearSelection();
    this.#events.found({ index: -1, count: 0 });
  }

  /** Also puts the visible output into the page as text, which screen readers need, at some cost. */
  set readable(on: boolean) {
    this.#terminal.options.screenReaderMode = on;
  }

  dispose(): void {
    this.hide();
    for (const end of this.#ends) end();
    this.#terminal.dispose();
  }

  #open(): void {
    this.#terminal.open(this.#element);
    this.#terminal.textarea?.setAttribute('aria-label', this.#text.label);
  }

  #listen(): void {
    const encoder = new TextEncoder();
    this.#terminal.onData((text) => {
      if (!this.#silent) this.#events.typed(encoder.encode(text));
    });
    // Mouse reports in an old format, whose bytes are not text.
    this.#terminal.onBinary((text) =>
      this.#events.typed(Uint8Array.from(text, (char) => char.charCodeAt(0))),
    );
    this.#terminal.onResize(() => this.#events.resized(this.size));
    this.#terminal.onTitleChange((title) => this.#events.titled(title));
    this.#search.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.#events.found({ index: resultIndex, count: resultCount }),
    );
    this.#terminal.attachCustomKeyEventHandler((event) => this.#onKey(event));
  }

  /** Returning false leaves a key to the page. */
  #onKey(event: KeyboardEvent): boolean {
    const action = keyAction(event, this.#terminal.hasSelection());
    if (action === null) return true;
    // Pasting is left to the browser, which alone may read the clipboard.
    if (action === 'paste') return false;
    event.preventDefault();
    if (event.type !== 'keydown') return false;
    if (action === 'copy') this.#copy();
    else if (action === 'leave') this.#events.left();
    else this.#events.search();
    return false;
  }

  /** Copies the selection; without one, the clipboard stays as it is. */
  #copy(): void {
    if (this.#terminal.hasSelection()) void copyText(this.#terminal.getSelection());
  }

  /** Draws with the GPU if there is one; otherwise, or when it is lost, with the DOM. */
  #useGpu(): void {
    try {
      const gpu = new WebglAddon();
      gpu.onContextLoss(() => gpu.dispose());
      this.#terminal.loadAddon(gpu);
      this.#gpu = gpu;
    } catch {
      this.#gpu = null;
    }
  }
}
