import type * as xterm from '@xterm/xterm';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Screen } from './screen';

const copied = vi.hoisted(() => vi.fn(() => Promise.resolve(true)));
vi.mock('../../ui/clipboard', () => ({ copyText: copied }));
type Follow = (event: unknown, uri: string) => void;
const follow = vi.hoisted(() => vi.fn());
const links = vi.hoisted((): { follow: Follow } => ({ follow: () => undefined }));
vi.mock('@xterm/addon-web-links', () => ({
  WebLinksAddon: class {
    constructor(follow: Follow) {
      links.follow = follow;
    }
    activate(): void {
      // There is no screen to look for links in.
    }
    dispose(): void {
      // Nothing was allocated.
    }
  },
}));
/** The terminal's key handler, which xterm calls when it is visible. */
type Press = (event: KeyboardEvent) => boolean;
const hidden = vi.hoisted((): { handler: xterm.ILinkHandler | null } => ({ handler: null }));
const keys = vi.hoisted((): { press: Press; selected: string } => ({ press: () => true, selected: '' }));
vi.mock('@xterm/xterm', async (original) => {
  const { Terminal } = await original<typeof xterm>();
  return {
    Terminal: class extends Terminal {
      constructor(options: xterm.ITerminalOptions) {
        super(options);
        hidden.handler = options.linkHandler ?? null;
      }
      override attachCustomKeyEventHandler(handler: Press): void {
        keys.press = handler;
      }
      override hasSelection(): boolean {
        return keys.selected !== '';
      }
      override getSelection(): string {
        return keys.selected;
      }
    },
  };
});

let screen: Screen;
beforeEach(() => {
  vi.clearAllMocks();
  const nothing = () => undefined;
  screen = new Screen(
    { label: 'Terminal 1', missed: (bytes) => `${bytes} bytes` },
    {
      typed: nothing,
      resized: nothing,
      titled: nothing,
      left: nothing,
      search: nothing,
      found: nothing,
      follow,
    },
  );
});
afterEach(() => screen.dispose());

it('copies the selection, and leaves the clipboard alone when there is none', () => {
  const copy = () => {
    const press = new KeyboardEvent('keydown', { key: 'C', ctrlKey: true, shiftKey: true, cancelable: true });
    expect(keys.press(press)).toBe(false);
    expect(press.defaultPrevented).toBe(true);
  };
  keys.selected = '';
  copy();
  expect(copied).not.toHaveBeenCalled();
  keys.selected = 'some of it';
  copy();
  expect(copied).toHaveBeenCalledWith('some of it');
});

it('gives all output as text', async () => {
  const long = 'x'.repeat(100);
  await screen.show(new TextEncoder().encode(`$ etcdctl get a\r\na\r\n${long}\r\n`), false);
  expect(screen.text).toBe(`$ etcdctl get a\na\n${long}`);
});

it('opens web links, and no others', () => {
  const opened = vi.spyOn(window, 'open').mockReturnValue(null);
  for (const uri of [
    'http://127.0.0.1:2379/health',
    'https://etcd.io/',
    'file:///etc/passwd',
    'javascript:1',
  ])
    links.follow(null, uri);
  expect(opened.mock.calls.map(([uri]) => uri)).toEqual(['http://127.0.0.1:2379/health', 'https://etcd.io/']);
  opened.mockRestore();
});

it('asks before a link opens that hides where it leads, and never opens one that leads elsewhere than the web', () => {
  const opened = vi.spyOn(window, 'open').mockReturnValue(null);
  const range = { start: { x: 1, y: 1 }, end: { x: 2, y: 1 } };
  for (const uri of ['https://evil.example/', 'file:///etc/passwd'])
    hidden.handler?.activate(new MouseEvent('click'), uri, range);
  expect(follow.mock.calls).toEqual([['https://evil.example/']]);
  expect(opened).not.toHaveBeenCalled();
  opened.mockRestore();
});
